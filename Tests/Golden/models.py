"""The PyTorch twins of Lethe's networks: the same layers, names and order in the state dict."""

import torch
from torch import nn
from torchvision.models import resnet18 as torchvision_resnet18
from torchvision.models.resnet import BasicBlock


class MLP(nn.Module):
    def __init__(self, channels, size, classes):
        super().__init__()
        self.fc1 = nn.Linear(channels * size * size, 256)
        self.fc2 = nn.Linear(256, 128)
        self.fc = nn.Linear(128, classes)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.fc(self.relu(self.fc2(self.relu(self.fc1(x.flatten(1))))))


class ConvNet(nn.Module):
    def __init__(self, channels, size, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.conv3 = nn.Conv2d(64, 64, 3, padding=1)
        self.fc1 = nn.Linear(64 * (size // 4) ** 2, 128)
        self.fc = nn.Linear(128, classes)
        self.pool = nn.MaxPool2d(2)
        self.relu = nn.ReLU()

    def forward(self, x):
        x = self.pool(self.relu(self.conv1(x)))
        x = self.pool(self.relu(self.conv3(self.relu(self.conv2(x)))))
        return self.fc(self.relu(self.fc1(x.flatten(1))))


class ConvNet64(nn.Sequential):
    """The released net of Geiping et al., 2020: `conv6` is listed twice there, and the dictionary keeps one."""

    def __init__(self, channels, size, classes, width=64):
        layers, inputs = {}, channels
        for index, factor in enumerate([1, 2, 2, 4, 4, 4, 4, 4]):
            outputs = factor * width
            layers[f"conv{index}"] = nn.Conv2d(inputs, outputs, 3, padding=1)
            layers[f"bn{index}"] = nn.BatchNorm2d(outputs)
            layers[f"relu{index}"] = nn.ReLU()
            if index in (5, 7):
                layers[f"pool{index}"] = nn.MaxPool2d(3)
            inputs = outputs
        layers["flatten"] = nn.Flatten()
        layers["linear"] = nn.Linear(inputs * (size // 9) ** 2, classes)
        super().__init__()
        for name, layer in layers.items():
            self.add_module(name, layer)


class ResNet20(nn.Module):
    def __init__(self, channels, size, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self.stage(16, 16, 1)
        self.layer2 = self.stage(16, 32, 2)
        self.layer3 = self.stage(32, 64, 2)
        self.fc = nn.Linear(64, classes)
        self.relu = nn.ReLU()

    @staticmethod
    def stage(inputs, outputs, stride):
        shortcut = None
        if stride != 1 or inputs != outputs:
            shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
        blocks = [BasicBlock(inputs, outputs, stride, shortcut)]
        return nn.Sequential(*blocks, *[BasicBlock(outputs, outputs) for _ in range(2)])

    def forward(self, x):
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean((2, 3)))


def resnet18(channels, size, classes):
    model = torchvision_resnet18(num_classes=classes)
    model.conv1 = nn.Conv2d(channels, 64, 3, padding=1, bias=False)
    model.maxpool = nn.Identity()
    return model


class Normalised(nn.Module):
    """Takes [0, 1] pixels; the constants are no buffers, so that the state dict is the bare model's."""

    def __init__(self, model, mean, std):
        super().__init__()
        self.model = model
        self.constants = [torch.tensor(values, dtype=torch.float32).view(1, -1, 1, 1) for values in (mean, std)]

    def forward(self, x):
        mean, std = (values.to(x.dtype) for values in self.constants)
        return self.model((x - mean) / std)


BUILDERS = {"mlp": MLP, "convnet": ConvNet, "convnet64": ConvNet64, "resnet20": ResNet20, "resnet18": resnet18}
