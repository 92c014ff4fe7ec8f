"""One repetition is the logits of one batch, without a graph."""

import torch

import networks


def prepare(options, facts):
    name, variant, batch = options.workload.removeprefix("infer-"), options.variant, options.batch
    model = networks.network(name).eval()
    images = networks.in_layout(variant, networks.images(name, batch))
    if "folded" in variant:
        from torch.fx.experimental.optimization import fuse

        model = fuse(model)
    if "blocked" in variant:
        from torch.fx.experimental.optimization import optimize_for_inference

        model = optimize_for_inference(model)
    model = networks.in_layout(variant, model)
    if "compile" in variant:
        from torch._inductor import config

        config.freezing = True
        model = torch.compile(model)
    # Freezing works under no_grad alone.
    guard = torch.no_grad if "compile" in variant else torch.inference_mode

    def predict():
        with guard():
            model(images)

    return predict
