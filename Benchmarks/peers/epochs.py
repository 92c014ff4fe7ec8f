"""One repetition is fresh weights trained for one epoch on the official training images, and their accuracy on the test
images."""

from copy import deepcopy

import torch
from torch.nn.functional import cross_entropy

import networks
from batches import batches
from official_files import load

# The recipes `mnist` and `cifar-short`, but for their number of epochs.
RECIPES = {
    "mnist": {"lr": 0.1, "nesterov": False, "augment": False},
    "cifar10": {"lr": 0.2, "nesterov": True, "augment": True},
}
TEST_BATCH = 256


def prepare(options, facts):
    _, dataset, name = options.workload.split("-")
    variant, recipe = options.variant, RECIPES[dataset]
    training, (test_images, test_labels) = (
        (torch.from_numpy(images.copy()), torch.from_numpy(labels.astype("int64")))
        for images, labels in load(dataset, options.data))
    loader = batches(variant, *training, options.batch, recipe["augment"])
    pixels = training[0].float() / 255
    mean, std = pixels.mean((0, 2, 3)).view(1, -1, 1, 1), pixels.std((0, 2, 3)).view(1, -1, 1, 1)
    del pixels
    model = networks.in_layout(variant, networks.network(name))
    initial = deepcopy(model.state_dict())
    forward = torch.compile(model) if "compile" in variant else model
    step_count = (len(training[1]) + options.batch - 1) // options.batch

    def normalised(images):
        return networks.in_layout(variant, images).float().div_(255).sub_(mean).div_(std)

    if "compile" in variant:  # for both sizes of batches, before the first turn
        for count in {options.batch, len(training[1]) % options.batch or options.batch}:
            images, labels = (values[:count] for values in training)
            cross_entropy(forward(normalised(images)), labels).backward()

    def epoch():
        model.load_state_dict(initial)
        model.train()
        optimizer = torch.optim.SGD(
            model.parameters(), lr=recipe["lr"], momentum=0.9, nesterov=recipe["nesterov"], weight_decay=5e-4,
            fused=True)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, recipe["lr"], total_steps=step_count, cycle_momentum=False)
        for images, labels in loader:
            optimizer.zero_grad()
            cross_entropy(forward(normalised(images)), labels).backward()
            optimizer.step()
            schedule.step()
        model.eval()
        with torch.inference_mode():
            right = sum(
                (model(normalised(images)).argmax(1) == labels).sum()
                for images, labels in zip(test_images.split(TEST_BATCH), test_labels.split(TEST_BATCH)))
        facts["accuracy"] = right.item() / len(test_labels)

    return epoch
