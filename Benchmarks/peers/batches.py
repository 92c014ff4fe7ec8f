"""Two ways to batches for PyTorch: tensors in memory, changed a batch at a time, and its DataLoader."""

import torch
from torch.utils.data import DataLoader, Dataset

PADDING = 4


class TensorBatches:
    """All images in memory as 8-bit tensors; crops are gathered from windows of the padded images."""

    def __init__(self, images, labels, size, augment):
        self.labels, self.size, self.augment = labels, size, augment
        if augment:
            height, width = images.shape[2:]
            padded = torch.nn.functional.pad(images, [PADDING] * 4)
            self.images = padded.unfold(2, height, 1).unfold(3, width, 1)
        else:
            self.images = images

    def __iter__(self):
        for rows in torch.randperm(len(self.labels)).split(self.size):
            yield self._images(rows), self.labels[rows]

    def _images(self, rows):
        if not self.augment:
            return self.images[rows]
        offsets = torch.randint(0, 2 * PADDING + 1, (2, len(rows)))
        crops = self.images[rows, :, offsets[0], offsets[1]]
        flips = torch.rand(len(rows)) < 0.5
        return torch.where(flips[:, None, None, None], crops.flip(3), crops)


class _Samples(Dataset):
    def __init__(self, images, labels, augment):
        self.images, self.labels = images, labels
        self.transform = None
        if augment:
            from torchvision.transforms import v2

            self.transform = v2.Compose([v2.RandomCrop(images.shape[2:], padding=PADDING), v2.RandomHorizontalFlip()])

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, row):
        image = self.images[row]
        return self.transform(image) if self.transform else image, self.labels[row]


def batches(variant, images, labels, size, augment):
    """Shuffled batches of 8-bit images, iterable once an epoch."""
    if "loader" in variant:
        return DataLoader(
            _Samples(images, labels, augment), batch_size=size, shuffle=True, num_workers=2, persistent_workers=True)
    return TensorBatches(images, labels, size, augment)
