"""One repetition is one iteration of gradient inversion: order 2, cosine matching, total variation, signed Adam, the
projection to valid pixels. torch.compile refuses to differentiate twice."""

import torch
from torch.nn.functional import cosine_similarity, cross_entropy

import networks

TOTAL_VARIATION = 1e-4


def cosine_by_tensor(gradients, unit_target):
    """As the published code has it: sums over each parameter's gradient."""
    dot = sum((a * b).sum() for a, b in zip(gradients, unit_target))
    return dot / sum(a.pow(2).sum() for a in gradients).sqrt()


def cosine_at_once(gradients, unit_target):
    """The same on all gradients laid end to end."""
    flat = torch.cat([part.reshape(-1) for part in gradients])
    return torch.dot(flat, unit_target) / flat.norm()


def prepare(options, facts):
    name, variant, batch = options.workload.removeprefix("invert-"), options.variant, options.batch
    model = networks.in_layout(variant, networks.network(name)).eval()
    parameters = list(model.parameters())
    labels = networks.labels(batch)
    observed = networks.in_layout(variant, networks.images(name, batch))
    target = [g.detach() for g in torch.autograd.grad(cross_entropy(model(observed), labels), parameters)]
    norm = torch.cat([part.reshape(-1) for part in target]).norm()
    target = [part / norm for part in target]
    cosine = cosine_by_tensor
    if "concatenated" in variant:
        target, cosine = torch.cat([part.reshape(-1) for part in target]), cosine_at_once
    image = networks.in_layout(variant, torch.randn(observed.shape, generator=torch.Generator().manual_seed(3)))
    image.requires_grad_(True)
    optimizer = torch.optim.Adam([image], lr=0.1, fused=True)

    def iterate():
        gradients = torch.autograd.grad(cross_entropy(model(image), labels), parameters, create_graph=True)
        variation = (image[:, :, 1:] - image[:, :, :-1]).abs().mean()
        variation = variation + (image[:, :, :, 1:] - image[:, :, :, :-1]).abs().mean()
        loss = 1 - cosine(gradients, target) + TOTAL_VARIATION * variation
        image.grad = torch.autograd.grad(loss, image)[0].sign_()
        optimizer.step()
        with torch.no_grad():
            image.clamp_(-2, 2)

    return iterate
