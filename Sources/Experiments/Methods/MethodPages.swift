// swift-format-ignore-file
// Written by `make method-pages` from docs/methods; MethodPageTests holds it to them.

/// The pages of docs/methods: the program shows them where there is no checkout.
enum MethodPages {
  static let texts: [String: String] = [
    "bad-teacher": ###"""
# bad-teacher

A student of two teachers: on retain samples the original, on forget samples a network that never learnt anything. Also
known as BT, blindspot unlearning.

| reference says | we do | why |
|---|---|---|
| KL(softmax(teacher/T) ‖ softmax(student/T)), no factor T² | the same | released code, `UnlearnerLoss` |
| `F.kl_div` at its default reduction, which divides by samples times classes | `reduction: elements`; `samples` is the divergence | with Adam a constant factor changes next to nothing, with SGD it is a tenth of the rate |
| the incompetent teacher: a network of the same architecture with fresh weights, in `evaluate` mode with the statistics it was made with | the same, from the stream `incompetent-teacher` | DeepUnlearn's is always torchvision's ResNet-18 |
| forget set and a random 30 % of the retain set, drawn once, shuffled together | the same, from the stream `retain-subset` | authors' notebook |
| both teachers in `evaluate` mode, the student in the mode it was made in, `train` | the same | released code never sets the student's |
| Adam, rate 1e-4, one epoch, batch 256 (notebook, SSD repository); the function's own defaults are 10 epochs at 0.01 | Adam, rate 1e-4, one epoch, no weight decay; batch size the recipe's | the notebook made the numbers |

| option | default | range | source |
|---|---|---|---|
| `retain-fraction` | 0.3 | 0…1 | authors' notebook |
| `temperature` | 1 | 0.001…1000 | the same |
| `reduction` | `elements` | `elements`, `samples` | released code |
| `optimizer`, `learning-rate`, `epochs`, `weight-decay` | `adam`, 1e-4, 1, 0 | | authors' notebook, SSD repository |
| all others | as in [finetune](finetune.md) | | |

Source: Chundawat et al., "Can Bad Teaching Induce Forgetting?" (2023), released code.

Cost: epochs × (forget + retain-fraction × retain), each with a forward pass of both teachers beside it. Reads no labels.

Held against the released `unlearning_step` (bad-teaching-unlearning, f1aa988): equal to the last bit in float64
([numerics](../numerics.md#against-the-authors-code)).

"""###,
    "boundary-expanding": ###"""
# boundary-expanding

Trains the forget set to be a class of its own, one more than there are, and then drops that class: what was there has
been pushed out of the other classes. Also known as BE.

| reference says | we do | why |
|---|---|---|
| the head gets an output more, drawn as a fresh layer; the others keep their weights; all parameters are trained on (forget image, new class) in `train` mode | the same, drawn from the stream `boundary-expanding` | Boundary-Unlearning repository |
| afterwards the extra output is dropped | the same | the repository; Unlearn-Saliency's port keeps it and evaluates with it in place, so that every forget sample that goes there counts as unlearned: its published UA are that number, which stands here as `forget-accuracy-with-extra-class` beside the result |
| SGD, rate 1e-5, momentum 0.9, no weight decay, 10 epochs (repository, batch 64); rate 1e-6 and weight decay 5e-4 (Scissorhands, with Unlearn-Saliency's port) | the repository's; batch size the recipe's | it is the method's own |

At these rates a network trained for a few epochs hardly moves. Raise `learning-rate` for them, and say so.

| option | default | source |
|---|---|---|
| `learning-rate`, `epochs` | 1e-5, 10 | Boundary-Unlearning repository |
| `momentum`, `weight-decay` | 0.9, 0 | the same |
| all others | as in [finetune](finetune.md) | |

Source: Chen et al., "Boundary Unlearning" (2023), released code.

Cost: epochs × forget set. Reads no labels and no retain data.

"""###,
    "boundary-shrink": ###"""
# boundary-shrink

Trains every forget sample to be of the class that lies nearest to it across the original's decision boundary. Also known
as BS.

| reference says | we do | why |
|---|---|---|
| the nearest class is the original's answer, in `evaluate` mode, to x + 0.1·sign(∇ₓCE), kept in [0, 1] and rounded to multiples of 1/255 | the same, in pixel space | Boundary-Unlearning repository, Unlearn-Saliency |
| the repository's CIFAR mean is (.4914, .4822, .2265), a typing error for .4465, so that its clamp cuts the third channel at the wrong place | pixels, no constants | networks here normalise inside |
| the class is taken as it is, though it is the true one where the move does not cross the boundary; then the sample is trained to be what it was | `true-label: allowed`; `excluded` takes the strongest other class at the moved image | as released; the share of samples that crossed is stored as `crossed-boundary` |
| found anew for each batch, from the augmented image | the same | – |
| SGD, rate 1e-5, momentum 0.9, no weight decay, 10 epochs (repository, batch 64); rate 1e-6 and weight decay 5e-4 (Scissorhands, with Unlearn-Saliency's port) | the repository's; batch size the recipe's | it is the method's own |
| the repository's experiments with a curvature term and with sample weights; a projected-gradient search | not offered | switched off in the released run |

At these rates a network trained for a few epochs hardly moves. Raise `learning-rate` for them, and say so.

| option | default | range | source |
|---|---|---|---|
| `bound` | 0.1 | 0…1 | fixed in both repositories |
| `true-label` | `allowed` | `allowed`, `excluded` | released code |
| `learning-rate`, `epochs` | 1e-5, 10 | | Boundary-Unlearning repository |
| `momentum`, `weight-decay` | 0.9, 0 | | the same |
| all others | as in [finetune](finetune.md) | | |

Source: Chen et al., "Boundary Unlearning" (2023), released code.

Cost: epochs × forget set, with a gradient for the image and one for the weights. Reads the forget labels; needs no retain
data.

"""###,
    "cf-k": ###"""
# cf-k

Fine-tunes the last k blocks on the retain set and freezes the blocks before them: "catastrophic forgetting of the last k
layers".

| reference says | we do | why |
|---|---|---|
| Goel et al.: the last k layers are trained, the others frozen | blocks instead of layers: everything under one first name of the state dict, so a stage of a ResNet is one block (`conv1`, `layer1`, …); a `bn` at top level belongs to the block before it | SCRUB and Unlearn-WorstCase unfreeze `layer4`; half a residual block is nothing one would freeze |
| Goel et al., DeepUnlearn: the classifier is trained with the blocks. SCRUB's notebooks, for ResNets: it stays frozen | `head: trained`; `head: frozen` for the notebooks' | the definition counts from the output |
| frozen: `requires_grad = False`; the network is in `train` mode, so running statistics of frozen blocks move (DeepUnlearn; SCRUB's notebooks train all in `evaluate` mode instead) | `frozen-batch-norm: evaluate`: frozen blocks normalise with the original's statistics and keep them, trained ones normalise by batch | then no bit of a frozen block changes. `frozen-batch-norm: train` is the released behaviour, `batch-norm: evaluate` the notebooks' |
| optimizer over all parameters, or over those that are not frozen | over those that are not frozen | weight decay and momentum reach nothing frozen |
| rate 0.01, 10 epochs, plain SGD, milestones 10, 15, 20 which 10 epochs never reach (SCRUB); momentum 0.9, weight decay 5e-4 (Unlearn-WorstCase's wrapper) | rate 0.01, 10 epochs, momentum 0.9, weight decay 5e-4, constant rate | one optimizer for all baselines; `{momentum: 0, weight-decay: 0}` for SCRUB's |

| option | default | range | source |
|---|---|---|---|
| `k` | 1 | 1…blocks before the head | SCRUB repository, Unlearn-WorstCase |
| `head` | `trained` | `trained`, `frozen` | Goel et al., DeepUnlearn |
| `frozen-batch-norm` | `evaluate` | `evaluate`, `train` | above |
| all others | as in [finetune](finetune.md) | | |

Blocks: `mlp` 2 (fc1, fc2), `convnet` 4 (conv1…3, fc1), `convnet64` 8, `resnet20` 4, `resnet18` 5. With all of them it is
`finetune`. Asking for more is an error that lists them.

Source: Goel et al., "Towards Adversarial Evaluations for Inexact Machine Unlearning" (2022).

Cost: epochs × retain set, with a backward pass that ends at the first trained block. Reads neither forget images nor
their labels.

"""###,
    "class-mean-features": ###"""
# class-mean-features

Ties the head to the class means of the features (CMF): W_c = μ_c. Such a head cannot unlearn by itself, which is what a
freely trained head does while the features stay.

What is published and known to us is the tie; the update is not. **Everything but the first line is ours.**

| reference says | we do | why |
|---|---|---|
| W_c is the mean feature of class c (arXiv 2604.08271) | the mean over the retain samples of class c, in `evaluate` mode, without augmentation | the forget set takes no part in the head |
| ? | b_c = −½‖μ_c‖² (`bias: nearest-mean`): the largest logit is the nearest mean's. `bias: zero` for W·f alone | without it the class with the longest mean wins |
| ? | a class without retain samples has the mean of the other classes' weights and biases, less 1 in the bias | its logit is below the largest of the others for every input; it needs no sample of the class |
| ? | training: cross-entropy on the retain set under that head, the trunk alone; the means are taken anew before every epoch and after the last | the head follows the features and is never trained |
| ? | `epochs: 0`: the tie alone. No bit of the trunk changes, and every attack on the features succeeds as on the original | the control for the above |

| option | default | range | source |
|---|---|---|---|
| `bias` | `nearest-mean` | `nearest-mean`, `zero` | ours |
| `learning-rate`, `epochs` | 0.01, 10 | | ours: those of [finetune](finetune.md) |
| `gradient-clip` | 1 | | ours: logits grow with the square of the features |
| all others | as in [finetune](finetune.md) | | |

Running statistics move in training (`batch-norm: train`), and not while means are taken.

Source: "CMF" (arXiv 2604.08271) for the tie; the training is ours.

Cost: epochs × retain set, and epochs + 1 readings of it. Reads the retain labels; of the forget set nothing.

"""###,
    "ct": ###"""
# ct

Transposes every convolution's kernels, height for width, and trains on the retain set: "convolution transpose", one of the
NeurIPS 2023 challenge's winners, as DeepUnlearn has it (`kgltop5.py`, commit d3dacb6).

| reference says | we do | why |
|---|---|---|
| every `Conv2d`'s weight [out, in, kh, kw] has its last two axes exchanged, shortcuts included (1×1 kernels stay) | the same; exactly: twice is the original | – |
| nothing else is touched: running statistics are those of the old kernels until training moves them | the same | – |
| SGD, rate 1e-3 along half a cosine, an epoch a step, momentum 0.9, weight decay 5e-4, 3 epochs, batches of 64 | the same, batches as the original's | one batch size for all methods |
| in `train` mode | `batch-norm: train` | – |

A network without convolutions (`mlp`) is fine-tuned, and a note says so. On images that look the same transposed the
method does little: kernels are turned into those of the transposed image.

| option | default | range | source |
|---|---|---|---|
| `learning-rate`, `epochs`, `schedule` | 1e-3, 3, `cosine` | | DeepUnlearn |
| all others | as in [finetune](finetune.md) | | |

Source: a winner of the NeurIPS 2023 unlearning challenge, as DeepUnlearn has it (`kgltop5.py`, commit d3dacb6).

Cost: epochs × retain set. Reads neither forget images nor their labels.

"""###,
    "delete": ###"""
# delete

Teaches the forget set what the original would answer if it did not know the true class. DELETE, decoupled distillation to
erase.

| reference says | we do | why |
|---|---|---|
| target: softmax of the original's logits with the true class at −1e10; L = KL(target ‖ student), mean over the batch; the original in `evaluate` mode | the same | released code, `method/delete.py` |
| the student in `train` mode; `disable_bn` leaves normalisation in `evaluate` mode, its weights moving all the same | `batch-norm: train`; `evaluate` is `disable_bn` | released code; off by default |
| SGD, momentum 0.9, no weight decay, CIFAR-10: rate 1e-4, 20 epochs, batch 128 | the same; batch size and augmentation the recipe's | released scripts |
| forget set alone | the same | – |

With two classes the target is the other one, and the method is random labelling of the forget set with `true-label:
excluded`.

| option | default | range | source |
|---|---|---|---|
| `learning-rate`, `epochs` | 1e-4, 20 | | released scripts, CIFAR-10 |
| `optimizer`, `momentum`, `weight-decay` | `sgd`, 0.9, 0 | | released code |
| `batch-norm` | `train` | `train`, `evaluate` | released code |
| all others | as in [finetune](finetune.md) | | |

Source: Zhou et al., "Decoupled Distillation to Erase" (2025), released code.

Cost: epochs × forget set, each with a forward pass of the original beside it. Reads the forget labels, nothing of the
retain set.

"""###,
    "esc-t": ###"""
# esc-t

As [esc](esc.md), but which entries of the directions are erased is learnt: f ← f·(U∘M)(U∘M)ᵀ with a mask M over all
entries of U, 1 at first.

| reference says | we do | why |
|---|---|---|
| a step: of a forget batch those samples that are still classified as labelled; M ← clamp(M − η·∂(−CE)/∂M, 0, 1), plain gradient; nothing where none is left | the same | – |
| after each epoch all forget samples are classified under the mask as it is; with no hit left it ends, after 50 epochs at the latest | the same, with a note | – |
| then M becomes 1 above the threshold, 0 elsewhere. Paper: 0.7. The released parser has 0.8, under a misspelt name (`--thershold`), and the line after it calls `esc_add`, which does not exist: the released script ends with an error | 0.7; `threshold: 0.8` | the paper's number was used |
| the first call stores U∘M transposed | never transposed | at that call M is 1, and both are the identity |
| every step passes images through the network, augmented, in `train` mode during the first epoch | the features are taken once, in `evaluate` mode, without augmentation; steps read those | nothing but the mask changes; running statistics stay |
| batches of 64 | the original's batch size; `batch-size: 64` | one batch size for all methods |
| min(n, d) vectors | `basis`, as in esc | – |

(U∘M)(U∘M)ᵀ is a projection only where M is 1 or 0 by whole columns. Where directions have the same singular value (those
that no forget sample has, all at 0) M depends on which basis of them LAPACK gives; the bits are the same on every run.

What entries between the threshold and 1 had done comes back when M becomes 1 there: the last hit may be lost under the
soft mask and found again. When nothing falls to the threshold nothing is erased, and a note says so; at the published rate
that takes many steps (5,000 samples in batches of 64 for up to 50 epochs are 3,950).

| option | default | range | source |
|---|---|---|---|
| `epochs` | 50 | 0…10000 | release |
| `learning-rate` | 1e-3 | 0…1000 | release |
| `batch-size` | the original's | 1…65536, or null | release: 64 |
| `threshold` | 0.7 | 0…1 | paper; release: 0.8 |
| `basis` | `full` | `full`, `thin` | as in esc |
| `apply` | `features` | `features`, `head` | as in esc |

Diagnostics: `mask-epochs`, and `mask-erased`, the share of the mask's entries that became 0.

Source: Lee et al., "ESC: Erasing Space Concept for Knowledge Deletion" (CVPR 2025), released code (KU-VGI/ESC, commit
29c66b8).

Cost: one reading of the forget set, then per epoch a gradient through projection and head and a reading for the stop
rule, which the ledger counts as visits and readings of the samples whose features they use. Reads the forget labels, not
the retain set.

"""###,
    "esc": ###"""
# esc

"Erasing space concept": drops the directions in which the forget set's features are largest, without training. The
features are projected, f ← f·P, and not only what the head makes of them.

| reference says | we do | why |
|---|---|---|
| U: left singular vectors of the forget features, a sample a column, not centred; the first ⌊d·p/100⌋ are dropped; f ← U_p·U_pᵀ·f | the same, in Double, from the eigenvectors of the Gram matrix; at least one direction is dropped where p > 0 | 1.5 % of 64 features (`resnet20`) would be none |
| `torch.svd` gives min(n, d) vectors: with fewer forget samples than features, every direction that no forget sample has is dropped, too | `basis: full` keeps those directions; `basis: thin` is the release. With n ≥ d they are the same | a forget set of 100 samples would leave 100 of 512 directions, chosen by what is to be forgotten |
| the projection is a buffer (`esc`) between trunk and head | `apply: features`: `feature_projection` in the state dict ([formats](../formats.md)); features, feature metrics and both recovery attacks see projected features. A second request projects once more | as released |
| – | `apply: head`: W ← P·W. The same logits, and no bit of the features changes | for programs that cannot hold a projection. **Every attack on the features then succeeds as on the original**: this variant only hides |
| features in `train` mode (the release never calls `eval`), shuffled and augmented | `evaluate` mode, without augmentation | features at inference are what is projected; running statistics stay |
| p: 1.5 for ResNet-18 (7 of 512); the released parser has 3 | 1.5; `percent: 3` | – |

A projection is no deep change either: the trunk is the original's, and whoever can read the layer before the projection
has every feature. The threat model of the recovery attacks ([opc](opc.md)) sees only what comes after it.

| option | default | range | source |
|---|---|---|---|
| `percent` | 1.5 | 0…100 | paper, ResNet-18; release (AllCNN): 3 |
| `basis` | `full` | `full`, `thin` | above; release: `thin` |
| `apply` | `features` | `features`, `head` | release |

Diagnostic: `dropped-directions`, how many were dropped.

Source: Lee et al., "ESC: Erasing Space Concept for Knowledge Deletion" (CVPR 2025), released code (KU-VGI/ESC, commit
29c66b8).

Cost: one reading of the forget set and the eigenvectors of a d × d matrix. Reads neither labels nor the retain set. The
method draws nothing.

"""###,
    "eu-k": ###"""
# eu-k

Puts the last k blocks back to first weights and trains them on the retain set; the blocks before are frozen: "exact
unlearning of the last k layers". What the frozen blocks learnt from the forget set stays.

What a block is, and what frozen means, is as in [cf-k](cf-k.md).

| reference says | we do | why |
|---|---|---|
| the last k layers start again from the stored first weights of the original (SCRUB), or from new ones (DeepUnlearn) | `initialisation: fresh`; `original` takes the original's first weights, with a note | as in [retrain](retrain.md): shared first weights flatter feature mapping |
| the classifier starts again, too (Goel et al., DeepUnlearn); SCRUB's notebooks, for ResNets: it is neither put back nor trained | `head: reset`; `head: frozen` for the notebooks', `trained` in between | a head that was not put back is not exact unlearning of the end |
| running statistics of the blocks: SCRUB copies weights only | they are put back with the weights (mean 0, variance 1) | they are no less learnt from the forget set |
| as many epochs as the original was trained for, rate 0.01, plain SGD, milestones 10, 15, 20 (SCRUB); 10 epochs (Unlearn-WorstCase, DeepUnlearn) | as many epochs as the original, rate 0.01, momentum 0.9, weight decay 5e-4, constant rate | a block from scratch needs the time; `{schedule: multi-step, milestones: [10, 15, 20], momentum: 0, weight-decay: 0}` for SCRUB's |

| option | default | range | source |
|---|---|---|---|
| `k` | 1 | 1…blocks before the head | SCRUB repository, Unlearn-WorstCase |
| `head` | `reset` | `reset`, `trained`, `frozen` | Goel et al., DeepUnlearn |
| `initialisation` | `fresh` | `fresh`, `original` | house rule. `original` is an error when the stream that drew it is not known |
| `frozen-batch-norm` | `evaluate` | `evaluate`, `train` | as in cf-k |
| `epochs` | the original's | 0…10000, or null | SCRUB repository |
| `learning-rate` | 0.01 | | SCRUB repository |
| all others | as in [finetune](finetune.md) | | |

Source: Goel et al., "Towards Adversarial Evaluations for Inexact Machine Unlearning" (2022).

Cost: epochs × retain set, with a backward pass that ends at the first trained block. Reads neither forget images nor
their labels.

"""###,
    "finetune": ###"""
# finetune

Goes on training the original on the retain set alone: min CE(retain).

| reference says | we do | why |
|---|---|---|
| fresh SGD, momentum 0.9, weight decay 5e-4, constant rate for 10 epochs, all parameters, batch normalisation in train mode | the same | Unlearn-Saliency, commit a6e89fd; Unlearn-Sparse |
| batch size and augmentation as in the original's training | the same, unless set | the reference code uses one loader for both |
| rate searched per task ([1e-4, 1e-1] in Unlearn-WorstCase, 0.04 for CIFAR-100) | one default, 0.01 | a search belongs in an experiment, where it is seen |

Plain fine-tuning forgets little in 10 epochs at 0.01 (published: UA about 22 on one class of CIFAR-10); where a paper
shows UA = 100, many epochs or a high rate are behind it.

| option | default | source |
|---|---|---|
| `epochs` | 10 | Unlearn-Sparse's README; Scissorhands' scripts for CIFAR-10 and SVHN |
| `learning-rate` | 0.01 | the same |
| `optimizer`, `momentum`, `weight-decay`, `nesterov` | `sgd`, 0.9, 5e-4, `false` | Unlearn-Saliency |
| `schedule`, `milestones`, `gamma` | `constant`, [], 0.1 | reference: steps at epochs 91 and 136, which 10 epochs never reach |
| `batch-size`, `augmentation` | the recipe's | reference: 256 and the training augmentation |
| `gradient-clip` | none | – |
| `batch-norm` | `train` | reference; `evaluate` keeps the original's running statistics |

These options (`UpdateOptions`) are shared by all methods that train the network by options of their own. `retrain` trains
by the recipe, `unsir` and `esc-t` by other options, and `ssd`, `fisher`, `influence`, `esc`, `head-only` and `identity` take
no optimizer step.

Source: Unlearn-Sparse and Unlearn-Saliency, released code.

Cost: epochs × retain set. Reads neither forget images nor their labels.

"""###,
    "fisher": ###"""
# fisher

Adds noise to every weight: the more, the less the retain set depends on it. Fisher forgetting, FF.

| reference says | we do | why |
|---|---|---|
| F: for every class y the gradient of the mean cross-entropy with label y, squared, times the mean probability of y; averaged over retain batches, in `evaluate` mode | the same | Unlearn-Saliency, `fisher.py` (`fisher_new`), at commit a6e89fd |
| batches of 32 there; of 1 in the SCRUB and SSD repositories, which is the Fisher information | `batch-size: 32`; 1 for theirs | of 1 it takes as many backward passes as there are retain samples times classes |
| σ² = α·min(1/(F + 1e-8), 1000), in the last layer at most 100·α; averaged over a layer's inputs; ten times that in the last layer and in all vectors | the same | all three |
| the last layer is told by its size: any tensor whose first extent is the number of classes | the head | a normalisation with as many channels would count as one there |
| a forgotten class: its row of the last layer has mean 0 and variance 1e-4, which the factor of ten makes 1e-3 | `class-rows: redrawn`; for several classes all their rows | all three write 1e-4 and multiply afterwards |
| DELETE's port leaves that row alone | `kept` | – |
| random samples: no row is redrawn | the same | – |
| α 1e-7 (SCRUB notebook, after a search), 3e-6 (its signature), 1e-6 (SSD repository) | 1e-7 | for random samples Unlearn-Sparse's author advises about 1e-9 |
| retain batches in their order, with the training augmentation (Unlearn-Saliency) or none | in their order; the original's augmentation unless set | – |
| Unlearn-Saliency has another function beside it, `fisher`: squared gradients of single samples under their true labels, noise √(α/F) cut to 1e-3, no row redrawn | not offered | the command for FF in Unlearn-Sparse's README runs `fisher_new` |
| running statistics | they keep every bit | – |

The result depends on α more than on anything else: a factor of ten is the way from no change to chance.

| option | default | range | source |
|---|---|---|---|
| `alpha` | 1e-7 | 0…1e6 | SCRUB repository |
| `class-rows` | `redrawn` | `redrawn`, `kept` | released codes; DELETE's port |
| `batch-size` | 32 | 1…65536 | Unlearn-Saliency |
| `augmentation` | the original's | | Unlearn-Saliency |

Source: Golatkar et al., "Eternal Sunshine of the Spotless Net" (2020), in the form of Unlearn-Saliency (commit a6e89fd) and
of the SCRUB repository.

Cost: one gradient pass over the retain set for each class. Reads no label and no forget sample.

"""###,
    "gradient-ascent": ###"""
# gradient-ascent

Climbs the cross-entropy of the forget set and looks at nothing else: min −CE(forget). Also known as GA, and as NegGrad
without a retain term.

| reference says | we do | why |
|---|---|---|
| −CE on forget batches, the common recipe of the reference code | the same, weight decay included | Unlearn-Saliency, Unlearn-Sparse |
| rate 1e-4, 5 epochs | the same defaults | README; its authors say this suits class forgetting, and that random samples want a search in [1e-5, 1e-1], often 5e-4 to 1e-3 |
| no bound | `gradient-clip` and `stop-accuracy`, both off | −CE has no lower bound: a run either does nothing or destroys the network within a few epochs |
| DeepUnlearn negates the losses and then clamps them to [0, 1/C] | no clamp | that zeroes the forget gradient altogether |

| option | default | source |
|---|---|---|
| `epochs` | 5 | Unlearn-Sparse's README |
| `learning-rate` | 1e-4 | the same |
| `stop-accuracy` | none | forget accuracy in [0, 1], measured on the whole forget set in `evaluate` mode after each epoch, at or below which the run ends, with a note |
| all others | as in [finetune](finetune.md) | |

A retain accuracy below half of the original's puts a note beside the result; a loss that is not finite fails the cell.

Source: Unlearn-Sparse and Unlearn-Saliency, released code.

Cost: epochs × forget set. Reads the forget labels; needs no retain data.

"""###,
    "gradient-inversion": ###"""
# gradient-inversion

Reconstruct an image from the gradient it left, or from what forgetting it did to the weights. Config key `gradient-inversion`; code in `Sources/GradientInversion`.

Sources: Geiping, Bauermeister, Dröge, Moeller, "Inverting Gradients" (NeurIPS 2020) and its released code; Geiping's `breaching` (2022); Hu et al., "Learn What You Want to Unlearn: Unlearning Inversion Attacks" (S&P 2024) and its released code; Zhao et al., iDLG (2020). The OPC paper builds on these and gives neither iterations nor the number of images.

## Threat model

The attacker holds the network before the request (architecture, weights, running statistics, normalisation constants), one tensor per parameter (a gradient, or the weights after the request), the number and size of the images, and, with `labels: known`, their labels. He has no training data and does not know the method. `InversionView` is that, and nothing else; its `statement` goes into the record: target, sign, steps, label knowledge, parameters that enter, running statistics that moved.

## What is computed

Minimise over images x, in normalised space, 1 − ⟨g(x), t⟩ / (‖g(x)‖ ‖t‖) + λ TV(x), with g(x) the gradient of the mean cross-entropy for all parameters concatenated, in evaluation mode, t the target, TV the mean |difference| of vertical neighbours plus that of horizontal ones. Adam on the sign of the gradient, projection into the box of valid pixels after each step, rate × 0.1 at 3/8, 5/8, 7/8. The restart with the lowest matching loss is kept; the total variation does not enter that choice.

With v = ∂(1 − cos)/∂g held constant, the gradient with respect to x is ∂/∂x ⟨g(x), v⟩.
- `gradient: exact` differentiates the graph of g once more (seven convolutions a layer).
- `gradient: pearlmutter` takes (∇x L(x, θ + εv) − ∇x L(x, θ)) / ε, or the central difference; `difference-step` is the length ‖εv‖ of the move in weight space.

## Options

| key | default | meaning, other published values |
|---|---|---|
| `iterations` | 4000 | 24,000 (command line), 10,000 (Hu et al.) |
| `restarts` | 1 | 1–32; 5 (Hu et al.) |
| `optimizer`, `weight-decay` | adam, 0 | adamw with 0.01 (Hu et al.) |
| `learning-rate`, `decay` | 0.1, 0.1 | 0.04 and 0.5 (Hu et al.) |
| `total-variation` | 1e-4 | 1e-6 (notebook), 1e-2 (ResNet-32, 100 images; Hu et al.), 0.1 (breaching, in this scale) |
| `signing` | hard | soft (breaching `modern`), none |
| `init` | normal | mean, patterned (breaching `modern`) |
| `gradient`, `difference`, `difference-step` | exact, forward, 0.01 | |
| `labels` | known | inferred |
| `update-sign` | auto | plus, minus |
| `report-interval` | 100 | of the loss series and of progress |

## Paper says / we do / why

| paper or released code | here | why |
|---|---|---|
| Adam lr 0.1, box, on normalised images | the same, in normalised space; pixels in and out | the constants transfer; errors are reported in [0, 1] pixel space |
| notebook λ 1e-6, command line λ 1e-4 | 1e-4 | the least bad case of three images is better, see below |
| PSNR with factor 1 on normalised images: 16.03 dB | PSNR is Evaluation's, on [0, 1] pixels | the released 16.03 dB (MSE 0.0249) is about 28 dB here |
| Hu et al. compute PSNR with factor 1/std on [0, 1] images | factor 1 | theirs is 12.0 dB too high for CIFAR-10 |
| Hu et al. score restarts on images that were not normalised | every restart is scored as it was optimised | a defect |
| target made with 0.5 × cross-entropy, attack with cross-entropy | both cross-entropy | the cosine does not see the factor; a Euclidean objective would |
| evaluation-mode batch normalisation | the same; θo's running statistics | the attacker knows θo; statistics that moved are listed |
| θu − θo for a step of gradient ascent | `update-sign: auto` | methods that descend some loss on the image move the other way; the head's bias tells which: p − y is negative at the label only |
| all parameters | all that moved | a tensor that an update left bit for bit was frozen by the method, and would only add the norm of the candidate's gradient |
| milestones at ⌊n/2.667⌋, ⌊n/1.6⌋, ⌊n/1.142⌋ | 3n/8, 5n/8, 7n/8 exactly | what those numbers mean |
| labels: iDLG, smallest column sum of the head's weight gradient | smallest entry of the head's bias gradient, the column sums as confirmation | p − y is exact for any features; column sums need features ≥ 0 |
| breaching: ε = 1e-3 / ‖v‖ | `difference-step` / ‖v‖ | the same form; the step is an option |

## Measured

ConvNet64, untrained (PyTorch's default initialisation, running mean 0, variance 1), exact gradient, labels known, `init: normal`, one restart; records 0, 1 and 2 of the CIFAR-10 test file; one weight seed, one attack seed. PSNR in dB on [0, 1] pixels.

| iterations | λ | image 0 | image 1 | image 2 |
|---|---|---|---|---|
| 500 | 1e-6 | 23.8 | 20.6 | 22.9 |
| 500 | 3e-5 | 24.8 | 21.4 | |
| 500 | 1e-4 | 22.4 | 23.1 | 23.0 |
| 500 | 3e-4, 1e-3 | | 19.2, 17.4 | |
| 1000 | 1e-6 | 24.8 | | |
| 4000 | 1e-6 | 25.1 | | |
| | noise | 9.1 | 7.3 | |
| | mean colour | 14.5 | 9.4 | |

Empty places were not run; in particular no run of 4000 iterations used the default λ. No single λ is best for every image: 1e-4 smooths image 0 too much (its total variation falls to half of the original's).

The matching loss starts at only 0.0056, since the untrained gradient hardly depends on the image, and does not fall steadily: ReLU and pooling switch branches, and the loss jumps. On image 0 it ended at 0.0015 after 1000 iterations and 0.0022 after 4000, although the later image is the better one. Between restarts it is therefore a weak judge.

Exact gradient: Float32 against Double, relative error 1.7e-6 at a noise image. Finite differences against exact, same place: in Double 1.8e-7 at step 1e-6, but 450 at 1e-4 and 38 at 1e-2, since units that switch inside the step add jumps far larger than the gradient; in Float32 rounding spoils the small steps as well (central: 10 at step 1e-7, 1.1 at 1e-6, 900 at 1e-5, 0.85 at 1). On this network `pearlmutter` is not a usable gradient. On a smooth network the two agree to 1e-7 in Double (`MatchingTests`).

CPU time of one iteration, one thread: exact 234 ms, forward difference 157 ms, central 253 ms.

"""###,
    "head-only": ###"""
# head-only

A control: a new head in closed form, from features alone. It answers as before on the retain set and otherwise on the
forget set. **No bit of the trunk changes, so features are the original's bit for bit, and every recovery attack succeeds by
construction.** A method that this control matches has shown forgetting of outputs, not of features.

| reference says | we do | why |
|---|---|---|
| class unlearning is possible by changing the prediction head alone (arXiv 2507.07754, appendix D.2; its recipe is not known to us) | W, b = argmin Σ_retain \|f·W + b − z\|² + Σ_forget \|f·W + b − t\|² + λ\|W\|², z the original's logits | the recovery attack's fit ([opc](opc.md)), used backwards |
| – | every sample weighs the same, the constant term is not penalised, λ is relative to trace(FᵀF)/d | as in the attacks |
| – | t, `target`: `uniform`, a sample's mean logit for every class; `zero`; `random-label`, its logits with those of the true and of one drawn other class exchanged | the three outputs that methods aim at: even odds, contracted logits, wrong labels |

| option | default | range | source |
|---|---|---|---|
| `target` | `uniform` | `uniform`, `zero`, `random-label` | ours |
| `ridge` | 1e-6 | 0…1000 | the recovery attacks' |

Features are taken in `evaluate` mode, without augmentation; running statistics stay.

Diagnostic: `fit-rank`, the numerical rank of the fit.

Source: ours; that a changed head alone can unlearn a class: arXiv 2507.07754, appendix D.2.

Cost: one reading of both sets and one least-squares fit. Reads no labels, but the forget labels with `random-label`, the
only target that draws anything.

"""###,
    "identity": ###"""
# identity

A control: the original network as it is. What a measurement says of it is what it says of no unlearning at all.

| reference says | we do | why |
|---|---|---|
| DeepUnlearn's `original` | a copy, bit for bit; a projection ([esc](esc.md)) is copied, too | a row of its own beside the methods, with the same attacks and columns |

There are no options.

Source: ours; DeepUnlearn's `original`.

Cost: none. Reads nothing, draws nothing.

"""###,
    "influence": ###"""
# influence

One step against the gradient that the forget set left in the optimum, through an inverse Fisher matrix. Influence
unlearning, IU, Wfisher.

| reference says | we do | why |
|---|---|---|
| v = 1/N·Σ_f ∇ℓ − \|D_f\|/(N·\|D_r\|)·Σ_r ∇ℓ, N = \|D_f\| + \|D_r\|, in `evaluate` mode | the same | Unlearn-Saliency, `Wfisher.py`, at commit a6e89fd |
| θ ← θ + α·k, k = F⁻¹·v by WoodFisher: for each single sample's gradient g, τ = ⟨o, g⟩, k ← k − ⟨k, g⟩/(n + τ)·o, o ← o − τ/(n + τ)·o, from k = v and o = g₀ | `recursion: released` | every published number of IU |
| WoodFisher makes o = F⁻¹·g anew for every gradient. The released o is the first gradient, shortened: k leaves v in that one direction, so that the step is α·v but for one sample | `recursion: exact`: the inverse of δ + 1/n·Σ g·gᵀ applied to v, to rounding | the inverse is what the method is named for |
| δ is 1 | `damping: 1` | where both recursions start |
| n is 1000, the first samples of the retain set; its loop reads two more | `samples`, all told, and n the number read when the set has fewer; `sample-choice: drawn` draws them | the two more are an accident of the loop's bound |
| for ImageNet the retain gradient is taken over the forget set | not followed | a slip |
| gradients over the training loaders: augmented | the original's augmentation unless set | released code |
| a SalUn mask on the step | not offered | – |
| running statistics | they keep every bit | – |

`exact` holds a vector of all weights for each sample, 4·samples·weights bytes: 1.1 GB for 1000 samples of ResNet-20, more
than most machines have for ResNet-18. It takes samples²/2 products of such vectors.

| option | default | range | source |
|---|---|---|---|
| `alpha` | 10 | 0…1e9 | Scissorhands: 10 % of CIFAR-10; SVHN 10 to 15, a class of SVHN 2. Learning-with-Unlearning 20 |
| `samples` | 1000 | 1…1000000 | released code |
| `sample-choice` | `first` | `first`, `drawn` | released code |
| `recursion` | `released` | `released`, `exact` | released code; Singh and Alistarh (2020) |
| `damping` | 1 | 1e-9…1e9 | released code |
| `batch-size` | the recipe's | 1…65536 | changes rounding alone |
| `augmentation` | the original's | | released code |

Diagnostic: `update-norm`, the length of the step.

Source: Izzo et al., "Approximate Data Deletion" (2021); Jia et al., "Model Sparsity Can Simplify Machine Unlearning" (2023),
released code (Unlearn-Saliency, commit a6e89fd).

Cost: one gradient pass over both sets and samples gradients of one sample each. Reads the labels of both.

"""###,
    "l1-sparse": ###"""
# l1-sparse

Fine-tunes on the retain set under a penalty on the size of all weights: min CE(retain) + α(t)·‖θ‖₁. Sparser networks
forget more easily.

| reference says | we do | why |
|---|---|---|
| ‖θ‖₁ over all parameters, normalisation and biases included, added to the loss | the same; the derivative at 0 is 0, as PyTorch's | Unlearn-Sparse, Unlearn-Saliency (`FT_l1`) |
| α(t) = α(1 − t/T) by epoch, T the epochs but for the last `no_l1_epochs` | `decay: decreasing`, `plain-epochs: 0` | released code |
| the paper also tries a constant and an increasing penalty | `constant`; `increasing`, α·t/T | a public config (3e-4) increases |
| the parser's default α is 0.2 | 1e-4 | 0.2 is the default of another method that shares the flag; scripts pass 1e-4 |
| weight decay 5e-4 beside the penalty | the same | common recipe |

Without a threshold no weight is exactly 0 in the end: the penalty of a step overshoots. The name is the paper's.

| option | default | range | source |
|---|---|---|---|
| `alpha` | 1e-4 | 0…1000 | Scissorhands (CIFAR-10, SVHN), selected by Learning-with-Unlearning |
| `decay` | `decreasing` | `decreasing`, `constant`, `increasing` | released code |
| `plain-epochs` | 0 | 0…10000 | released code (`no_l1_epochs`) |
| `learning-rate`, `epochs` | 0.01, 10 | | Scissorhands |
| all others | as in [finetune](finetune.md) | | |

Source: Jia et al., "Model Sparsity Can Simplify Machine Unlearning" (2023), released code.

Cost: epochs × retain set. Reads neither forget images nor their labels.

Held against the released `FT_l1` (Unlearn-Saliency, a6e89fd): equal to the last bit in float64
([numerics](../numerics.md#against-the-authors-code)).

"""###,
    "msg": ###"""
# msg

Draws anew those weights of the convolutions on which retain and forget set agree, and trains on the retain set: "masked
small gradients", one of the NeurIPS 2023 challenge's winners, as DeepUnlearn has it (`kgltop2.py`, commit d3dacb6).

| reference says | we do | why |
|---|---|---|
| g = Σ ∂CE(retain)/∂θ − Σ ∂CE(forget)/∂θ, sums of batch means, over the forget set and as many random retain samples | the same, in `evaluate` mode | `kgltop2.py` sets no mode before; so the mask moves no running statistics |
| in each convolution the round(30 %) weights with the smallest \|g\| are drawn anew: normal, He et al., fan out | the same; of equal values the first | – |
| biases of convolutions come out drawn anew, by accident of replacing the layer; linear layers and normalisation are kept | all but the masked weights keep every bit | the ResNets have no such biases |
| during training the gradients of the kept weights of convolutions are multiplied by 0.1 | the same, before clipping and weight decay; `kept-gradient: 1` for plain fine-tuning | – |
| SGD, momentum 0.9, weight decay 5e-4, 5 epochs, batches of 64 | the same, batches as the original's | one batch size for all methods |
| the rate rises linearly to 1e-3 over the first half of the epochs and falls over the second: ⅓, ⅔, 1, ⅔, ⅓ of it | the same (`schedule: triangular`) | – |

A network without convolutions (`mlp`) is fine-tuned, and a note says so.

| option | default | range | source |
|---|---|---|---|
| `fraction` | 0.3 | 0…1 | DeepUnlearn |
| `kept-gradient` | 0.1 | 0…1 | DeepUnlearn's code |
| `learning-rate`, `epochs`, `schedule` | 1e-3, 5, `triangular` | | DeepUnlearn |
| all others | as in [finetune](finetune.md) | | |

Running statistics move in training (`batch-norm: train`).

Source: a winner of the NeurIPS 2023 unlearning challenge, as DeepUnlearn has it (`kgltop2.py`, commit d3dacb6).

Cost: two gradient passes of the forget set's size, then epochs × retain set. Reads the labels of both sets.

"""###,
    "neggrad-plus": ###"""
# neggrad-plus

Descends on the retain set and climbs on the forget set in one step: min α·CE(retain) − (1 − α)·CE(forget). Also known as
NegGrad+, AdvNegGrad.

| reference says | we do | why |
|---|---|---|
| a step a retain batch, the forget batches cycled beside it; both pass through the network one after the other | the same | the SCRUB repository's `train_negrad` |
| plain SGD, rate 0.01, no momentum, no weight decay, 10 epochs, α = 0.95 | the same defaults | the repository's notebooks |
| the notebooks add λ/2·‖θ − θₒ‖² to the retain term, λ being the weight decay of the original's training; `train_negrad` does not; DeepUnlearn does | `anchor`, 0 by default | both were published |
| the notebooks train in `evaluate` mode, `train_negrad` in `train` mode | `train`; `batch-norm: evaluate` for the notebooks' | the rest of the literature normalises by batch |
| DeepUnlearn's `negative_gradient` clamps the negated losses to [0, 1/C] | no clamp | that zeroes the forget gradient altogether |
| model card AdvNegGrad: L = 0.15·L_f + 0.85·L_r, clip 0.5, rate 0.1, 1 epoch, batch 2500 | `{alpha: 0.85, gradient-clip: 0.5, learning-rate: 0.1, epochs: 1, batch-size: 2500}` | the same loss |

−CE has no lower bound: at a high rate or a low α the forget term wins and takes the retain set with it, which a note then
says. `gradient-clip` is there for it.

| option | default | range | source |
|---|---|---|---|
| `alpha` | 0.95 | 0…1 | SCRUB repository, DeepUnlearn |
| `anchor` | 0 | 0…1e6 | `train_negrad`; the notebooks: the original's weight decay |
| `learning-rate`, `epochs` | 0.01, 10 | | SCRUB repository |
| `momentum`, `weight-decay` | 0, 0 | | SCRUB repository; DeepUnlearn has momentum 0.9 |
| all others | as in [finetune](finetune.md) | | |

Source: Kurmanji et al., "Towards Unbounded Machine Unlearning" (2023), released code.

Cost: epochs × (retain + as many forget batches). Reads the labels of both sets.

"""###,
    "noisy-gradient-descent": ###"""
# noisy-gradient-descent

Fine-tunes on the retain set with Gaussian noise in every step, to blur what the forget set left in the weights. Also known
as NGD.

| reference says | we do | why |
|---|---|---|
| Chourasia and Shah: θ ← θ − η∇L(retain) + √(2η)·N(0, σ²), full batches, projected into a ball, for convex losses | `form: langevin`: mini-batches, no projection | networks are neither convex nor confined; the projection serves the proof |
| in deep-learning use: noise on the gradient, θ ← θ − η(∇L + σξ) | `form: gradient`, the default | it goes through optimizer, momentum and clip like the gradient it is added to |
| the OPC paper lists NGD; its σ, rate and epochs are not public | σ = 0.01, the rate and epochs of `finetune` | at rate 0.01 a weight moves by 1e-4 a step, the middle of the range 1e-5…1e-3 |

With momentum μ the noise of a step lives on in the next ones: its sum over a run is 1/(1 − μ) times as large, ten times at
0.9. `gradient-clip` acts on gradient and noise together. With `noise: 0` the bits are those of `finetune`.

| option | default | range | source |
|---|---|---|---|
| `form` | `gradient` | `gradient`, `langevin` | above |
| `noise` | 0.01 | 0…1000 | ours, no public source |
| all others | as in [finetune](finetune.md) | | |

Randomness: ξ of a parameter comes from a stream of its own, named by step and parameter; batches are those of `finetune`.

Source: Chourasia and Shah, "Forget Unlearning" (2023).

Cost: epochs × retain set. Reads neither forget images nor their labels.

"""###,
    "opc": ###"""
# opc

One-point contraction (Jung et al., arXiv 2507.07754): keep classifying the retain set, and pull the forget set's logits
into one point, the origin.

    L = CE(m(x_r), y_r) + β · mean ‖m(x_f)‖₂

No code was released, and the hyper-parameters are in tables that are not public. What follows from a source is marked;
the rest is ours and is an option.

| paper says | we do | why |
|---|---|---|
| retain term + L2 norm of the logits of forget samples | the same; `norm: squared` for ‖z‖₂² | equations (1), (2), as the reviews quote them |
| no balancing coefficient | `coefficient: 1` | reviewer 2 asks for one; 1 is none |
| contraction of *features* is the goal, *logits* are minimised | `target: logits`; `features` for f(x) | small logits allow large features where the head does not look; `forget-feature-norm-*` shows whether that happened |
| how batches are paired: unknown | `batches: joint`: each step has a retain batch and a forget batch, through the network separately, the forget set cycled; an epoch is a pass over the retain set. `alternating`, `sequential`, `forget-only` | – |
| "we do not prematurely stop unlearning" | no stop rule by default; `stop-accuracy` | ICLR version, line 196 |
| a theorem links norm and entropy | `forget-logit-norm-max` is the r of the entropy certificate in Evaluation | the theorem's text is not public; the bound is ours, checked numerically |
| optimizer, rate, epochs: unknown | SGD, momentum 0.9, weight decay 5e-4, rate 0.01, 10 epochs | the field's common recipe |
| – | `gradient-clip: 1` | see below |

## Why there is a gradient clip

The gradient of ‖z‖ with respect to z is z/‖z‖: as long at the origin as far away. Through the weights it is multiplied
by activations, and with momentum the first steps overshoot until units die, those of the retain set included.
`convnet`, 3,000 MNIST digits, classes 0–2 forgotten, batch 64, original RA 98.1, TA 93.4:

| options | epochs | UA | RA | TA | mean ‖z‖ | mean ‖f‖ |
|---|---|---|---|---|---|---|
| no clip | 3 | 78.7 | 80.5 | 75.7 | 0.17 | 0.31 |
| no clip, rate 0.003 | 3 | 89.7 | 91.2 | 86.8 | 0.17 | 0.84 |
| no clip, `norm: squared` | 3 | 100 | 15.7 | 15.8 | 0.11 | 0.29 |
| no clip, `warmup-epochs: 2` | 3 | 100 | 98.8 | 95.2 | 0.02 | 0.03 |
| **clip 1 (default)** | 3 | 99.8 | 98.0 | 94.7 | 0.04 | 0.04 |
| clip 1, rate 0.02 | 2 | 100 | 97.6 | 94.8 | 0.03 | 0.04 |
| clip 1, rate 0.05 | 2 | 70.2 | 95.9 | 92.4 | 0.05 | 0.08 |
| clip 1, `norm: squared` | 2 | 87.7 | 97.3 | 94.0 | 0.12 | 0.65 |
| clip 1, `target: features` | 2 | 99.9 | 95.1 | 92.8 | 0.28 | 0.08 |
| clip 1, `batches: alternating` | 2 | 89.1 | 98.4 | 95.0 | 0.11 | 0.81 |

(One seed. UA, RA, TA in %; TA over the kept classes of 2,000 test digits.)

**Read UA with care.** Once the logits are contracted, the answer is whichever class the head's bias prefers by a hair:
UA is near 66 or near 100 depending on whether that class is one of the three. The norms say whether it contracted.

| option | default | source |
|---|---|---|
| `target` | `logits` | paper |
| `norm` | `plain` | paper |
| `coefficient` | 1 | paper (none) |
| `warmup-epochs` | 0 | ours: β rises linearly over them, step by step |
| `batches` | `joint` | ours |
| `stop-accuracy` | none | paper |
| `epochs`, `learning-rate` | 10, 0.01 | ours |
| `gradient-clip` | 1 | ours; `null` for none |
| all others | as in [finetune](finetune.md) | |

A retain accuracy below half of the original's puts a note beside the result.

Source: Jung et al., "OPC: One-Point-Contraction Unlearning Toward Deep Feature Forgetting" (arXiv 2507.07754),
equations (1) and (2); no code was released.

Cost: epochs × (retain + as many forget batches). Reads forget images, not their labels, but with `stop-accuracy`.

"""###,
    "random-label": ###"""
# random-label

Trains the forget set on labels drawn at random, and the retain set on its own labels. Three methods that are not
equivalent are published under this name; `variant` chooses.

| variant | published as | forget labels | order | optimizer |
|---|---|---|---|---|
| `sequential` (default) | Unlearn-Saliency, CIFAR-10 and SVHN | uniform over all classes, the true one included, new ones every epoch | all of the forget set, then all of the retain set, a step a batch | SGD, rate 0.01, 10 epochs |
| `joint` | Unlearn-Saliency, CIFAR-100 and TinyImageNet; RUM's `RL_original` | the same | both sets shuffled together | the same |
| `amnesiac` | the bad-teaching and SSD repositories | uniform over the other classes, fixed once | both sets shuffled together | Adam, rate 1e-4, 3 epochs |

| reference says | we do | why |
|---|---|---|
| labels come from the loader's global generator | from the stream `labels`, a child an epoch, a draw a sample | order and batch size cannot change a label |
| one optimizer across both passes | the same | momentum crosses from one pass into the other, as there |
| `amnesiac` after Graves et al. | the relabelling of the bad-teaching repository | true Amnesiac unlearning subtracts stored updates of each batch, which is another method |
| rate: 0.01 (torchunlearn, Scissorhands); 1e-3 for 10 % and 1e-2 for 50 % (selected in Learning-with-Unlearning) | 0.01 | a search belongs in an experiment |

| option | default | source |
|---|---|---|
| `variant` | `sequential` | the released code for CIFAR-10 and SVHN |
| `true-label` | by variant: `allowed`, `allowed`, `excluded` | whether a sample may draw the label it has |
| `redraw` | by variant: `each-epoch`, `each-epoch`, `once` | as above |
| `with-retain` | `true` | `false` is the forget set alone (Golatkar et al.); it is the form for forgetting one image |
| `epochs`, `learning-rate`, `optimizer`, `weight-decay` | by variant: 10, 0.01, `sgd`, 5e-4; `amnesiac` 3, 1e-4, `adam`, 0 | above; the weight decay of `amnesiac` is Adam's default, our inference |
| all others | as in [finetune](finetune.md) | |

The result's note says which labels were drawn, and when.

Source: Unlearn-Saliency, bad-teaching-unlearning and selective-synaptic-dampening, released code, a variant each.

Cost: epochs × (forget + retain). Reads forget labels only to exclude them.

"""###,
    "retrain": ###"""
# retrain

Trains a fresh network on the retain set by the recipe of the original. The only honest zero: what another method does
worse than this, it failed to forget; what it does "better", it over-forgot.

| reference says | we do | why |
|---|---|---|
| the same recipe on the retain set, from scratch | the experiment's `recipe`, unchanged | published numbers drift silently where epochs differ (Scissorhands retrains SVHN for 50 epochs with some seeds, 160 with others) |
| the seed of the original, often its first weights too | first weights from a stream of its own, `retrain/init` | two networks from the same first weights stay nearly aligned, feature by feature: a linear map between their features exists more easily, which flatters feature mapping |
| best validation checkpoint | the last epoch | the original is the last epoch, too; both are then compared alike |

| option | default | source |
|---|---|---|
| `share-initialisation` | `false` | house rule; `true` starts from the original's first weights and puts a note beside the result. An error when the stream that drew them is not known |

Source: Unlearn-Sparse and Unlearn-Saliency (README: the recipe of the original on the retain set).

Cost: the whole training on the retain set. Reads neither the forget set nor the original's weights.

"""###,
    "salun": ###"""
# salun

Random labels on the forget set, true ones on the retain set, and only the weights that matter to the forget set may move.

| reference says | we do | why |
|---|---|---|
| a weight matters by the absolute value of Σ over forget batches of ∂(−CE)/∂θ, in `evaluate` mode at the original weights; ranked over all parameters together; the top half moves | the same: \|Σ of batch means\|, neither Σ\|…\| nor a Fisher information; of equal values the first | Unlearn-Saliency, `generate_mask.py` at commit a6e89fd |
| the first release of `generate_mask.py` moved the weights while it summed, and kept the *smallest* | not offered | nothing published says that it was used |
| the mask comes from the training loader: shuffled, augmented | the same, from a stream of its own (`saliency`) | – |
| gradients are multiplied by the mask. Until February 2026 that was all: weight decay, and momentum with it, still moved masked weights. Since then they are put back after each step | `masked-weights: restored` puts them back: not a bit of them changes. `leaking` is the old release | every published number is the old release's |
| since the fix the momentum at masked weights is set to 0, too | it is left | no optimizer here mixes weights: what its state holds at a masked weight cannot reach another one |
| labels drawn anew in every epoch, the true one allowed | the same; `redraw`, `true-label` as in [random-label](random-label.md) | – |
| CIFAR-10 and SVHN: all of the forget set, then all of the retain set. CIFAR-100 and TinyImageNet: both shuffled together | `batches: sequential`; `joint` | – |
| SalUn-soft: no mask; after each step a proximal step shrinks what has changed, so that a falling share of the weights has not changed | `mask: soft`, as released: changes are measured from the weights at the *epoch's* start, and the share falls from epoch to epoch; all labels drawn as with `hard` | the paper measures from the original weights; the numbers are the code's |
| running statistics | they move in all layers (`batch-norm: train`) | the mask is one of weights |

| option | default | range | source |
|---|---|---|---|
| `fraction` | 0.5 | 0…1 | README's command, Scissorhands. Of all weights: those that may move (`hard`), or that stay at first (`soft`). Learning-with-Unlearning selected 0.9 for 50 % of CIFAR-10 |
| `mask` | `hard` | `hard`, `soft` | – |
| `masked-weights` | `restored` | `restored`, `leaking` | released code since, and before, February 2026 |
| `batches` | `sequential` | `sequential`, `joint` | released code for CIFAR-10 |
| `true-label`, `redraw` | `allowed`, `each-epoch` | as in random-label | released code |
| `learning-rate`, `epochs` | 0.013, 10 | | README, 10 % of CIFAR-10. Older README: 6e-3; Scissorhands: 5e-3 random, 5e-2 for a class of SVHN |
| all others | as in [finetune](finetune.md) | | |

Source: Fan et al., "SalUn" (2024), released code, commit a6e89fd.

Cost: one gradient pass over the forget set for the mask, then epochs × (forget + retain). Reads the forget labels, for the
mask.

Held against the released `save_gradient_ratio` and `RL` (Unlearn-Saliency, a6e89fd): equal to the last bit in float64
([numerics](../numerics.md#against-the-authors-code)).

"""###,
    "scrub": ###"""
# scrub

A student that leaves its teacher, the original, on the forget set, and stays with it on the retain set. With
`rewind: true` it is SCRUB+R.

| reference says | we do | why |
|---|---|---|
| D = T²·KL(softmax(teacher/T) ‖ softmax(student/T)), mean over the batch; the teacher in `evaluate`, the student in `train` mode | the same | released code |
| epochs 1…msteps: a pass over the forget set on −D, then one over the retain set on γ·CE + α·D; later epochs the latter alone; one optimizer | the same; `maximise-epochs` is msteps | released notebooks. The package version in the repository's history compares `epoch <= msteps` with epochs from 0, which is one epoch more |
| Unlearn-WorstCase: no retain pass in the epochs of the forget set, and a pull towards averaged weights | `retain-pass: after-maximising`; no pull | the pull was removed from the authors' code |
| no clip; Learning-with-Unlearning needed one of 5 on the forget passes from rate 5e-4 on | `maximise-clip`, off | −D has no lower bound |
| milestones [3, 5, 9], counted from 1 and compared by > | `multi-step` at 3, 5, 9, counted from 0 | the same epochs |
| forget batches 512, retain batches 256 | `forget-batch-size`, the retain set's by default | batch sizes follow the recipe's; the notebooks do not agree among themselves |
| SCRUB+R: of the networks after each epoch, the one whose forget error is nearest to the last network's error on a validation set distributed like the forget set | the same; the validation classes are weighted by their share of the forget set, no samples are drawn; of equally near epochs the last | a draw would add noise to the target. An error when no sample of a forgotten class is held out, and with `noisy-labels`: held-out samples have the right labels, and their error is no target for wrong ones |

At its start the student is the teacher, where D has no gradient. Without batch normalisation or augmentation the first
forget step does *nothing*, and at the default rate the following ones next to nothing: the published defaults belong to
networks with batch normalisation, whose student differs from its teacher from the first batch on.

| option | default | small-scale notebook | range | source |
|---|---|---|---|---|
| `alpha` | 0.001 | 0.5 | 0…1000 | large-scale notebook (CIFAR-10) |
| `cross-entropy-weight` (γ) | 0.99 | 1 | 0…1000 | the same |
| `temperature` | 4 | 2 | 0.001…1000 | the same |
| `maximise-epochs` | 2 | 3 | 0…10000 | the same |
| `epochs` | 3 | 10 | | the same |
| `learning-rate`, `optimizer` | 5e-4, `sgd` | 5e-4, `adam` | | the same |
| `weight-decay` | 5e-4 | 0.1 | | the same |
| `schedule`, `milestones`, `gamma` | `multi-step`, [3, 5, 9], 0.1 | [5, 8, 9] | | the same |
| `batch-size`, `forget-batch-size` | the recipe's, the same | 32, 64 | | notebooks |
| `retain-pass` | `every-epoch` | | `every-epoch`, `after-maximising` | authors' code |
| `maximise-clip` | none | | | – |
| `rewind` | `false` | | | the paper's SCRUB |
| all others | as in [finetune](finetune.md) | | | |

Diagnostics of a rewound run: `rewind-epoch`, `rewind-forget-error`, `rewind-reference-error`; a note says the same.

Source: Kurmanji et al., "Towards Unbounded Machine Unlearning" (2023), released code.

Cost: epochs × retain + maximise-epochs × forget, each with a forward pass of the teacher beside it; to rewind, a reading
of the forget set after each epoch and one of the held-out samples of its classes. Reads forget labels only to rewind.

Held against the released `train_distill` and `DistillKL` (meghdadk/SCRUB, 98ffb11): equal to the last bit in float64
([numerics](../numerics.md#against-the-authors-code)).

"""###,
    "ssd": ###"""
# ssd

Shrinks the weights that matter much more to the forget set than to all data; nothing is trained. Selective synaptic
dampening; with `importance: loss-free` it is LFSSD.

| reference says | we do | why |
|---|---|---|
| importance of a weight: the squared gradient of a *batch's* mean cross-entropy, averaged over batches, in `evaluate` mode | the same. `batch-size: 1` is the Fisher information of single samples, which the paper writes | released code, `ssd.py` at commit cdfdc0e: the sum is divided by the number of batches |
| I over all data, I_f over the forget set; a weight with I_f > α·I is multiplied by min(λ·I/I_f, 1) | the same; no bit of any other weight changes | released code |
| batches of 64; for random samples the forget set's of 128 | `batch-size: 64`, `forget-batch-size` the same unless set | the parser's default, which no script changes; 128 is fixed in `forget_random_main.py` |
| classes: loaders run unshuffled over lists sorted by class, so that nearly every batch is of one class; D is the retain set, then the forget set | `order: by-request` does so (`by-class`) when classes are forgotten | a batch of one class has a far larger gradient than a mixed one, and with it I |
| random samples: a random split, retain set first | `by-request` shuffles all data together (`shuffled`) | the two differ in the one batch that holds samples of both |
| no augmentation while importance is measured | none | released code, `transform_unlearning` |
| LFSSD: gradient of the mean of ‖logits‖², absolute value in place of the square | `importance: loss-free`; the order `by-class` still reads labels | the repository's README |
| α 10, λ 1 for ResNet-18; half that α for a ViT when a class is forgotten; 50 and 0.1 for faces | 10, 1 | Learning-with-Unlearning selected α 5 to 100 with λ 0.1 or 0.5 for a class, α 1 with λ 5 or 10 for samples |
| exponent and lower bound of the factor are parameters, always 1 | fixed at 1 | marked as unused there |
| running statistics | they keep every bit: all passes are in `evaluate` mode | – |

The batch size is no detail: gradients that cancel within a batch are gone before they are squared, so that a larger batch
for all data than for the forget set selects more weights.

| option | default | range | source |
|---|---|---|---|
| `alpha` | 10 | 0…1e9 | released code |
| `lambda` | 1 | 0…1e9 | released code |
| `importance` | `squared-gradient` | `squared-gradient`, `loss-free` | released code; README |
| `order` | `by-request` | `by-request`, `by-class`, `shuffled` | released code |
| `batch-size` | 64 | 1…65536 | released parser |
| `forget-batch-size` | `batch-size` | 1…65536 | `forget_random_main.py`: 128 |

Diagnostic: `dampened`, the share of weights that were selected.

Source: Foster et al., "Fast Machine Unlearning Without Retraining Through Selective Synaptic Dampening" (2024), released
code, commit cdfdc0e; for `loss-free` "Loss-Free Machine Unlearning" (2024).

Cost: one gradient pass over the retain set and two over the forget set. Reads the labels of both; with `loss-free`
only to sort batches by class, and none with shuffled batches.

Held against the released `calc_importance` and `modify_weight` of `ParameterPerturber` (selective-synaptic-dampening,
cdfdc0e): equal to the last bit in float64 ([numerics](../numerics.md#against-the-authors-code)). `loss-free` is held
against its README's rule, written out in `Tests/Golden/make_method_goldens.py`.

"""###,
    "unsir": ###"""
# unsir

Learns noise that the network takes for anything but the forgotten class, trains on that noise labelled as the class, and
repairs what that broke with retain samples. Also known as UNSIR, impair and repair. It reads no forget sample.

| reference says | we do | why |
|---|---|---|
| noise from N(0, 1), Adam at rate 0.1, minimises −CE(class) + 0.1·mean ‖n‖² | the same, in the scale of normalised images, as there: a network here normalises by itself, so it is given std·n + mean | the penalty depends on the scale |
| noise learns while the network is in `train` mode, so that its running statistics take in noise | `noise-batch-norm: train`; `evaluate` normalises by the original's and moves none | the released codes never set another mode; impair and repair then move them towards images again |
| impair: the noise, repeated, and some retain samples, shuffled together; repair: the retain samples alone; an epoch of Adam each, in `train` mode | the same; `impair-epochs`, `repair-epochs` | released codes |
| several classes: a noise each, all of them labelled 0 | a noise each, labelled as its class | a slip: the notebook forgets classes 0 and 2, and noise against class 2 is to be called class 2 |
| which retain samples: the first ones of each class | the same | released codes |
| forgetting that is not by class | an error, which says so | there is no label to learn noise against |
| no augmentation | none | released codes |

The published numbers come from two settings: `recent` is the SSD repository (commit cdfdc0e), `original` the authors'
notebook (Fast-Machine-Unlearning). An option that is given goes before either.

| option | default | `recent` | `original` | range | source |
|---|---|---|---|---|---|
| `setting` | `recent` | | | `recent`, `original` | – |
| `noise-steps` | by setting | 25 | 40 | 0…100000 | SSD repository; authors' notebook |
| `noise-batch-size` | by setting | 32 | 256 | 1…65536 | the same |
| `noise-batches` | by setting | 80 | 20 | 0…100000 | the same |
| `retain-per-class` | by setting | 500 | 1000 | 1…1000000 | the same |
| `impair-rate` | by setting | 1e-4 | 0.02 | 0…1000 | the same |
| `repair-rate` | by setting | 1e-4 | 0.01 | 0…1000 | the same |
| `impair-batch-size` | by setting | 32 | 256 | 1…65536 | the same |
| `repair-batch-size` | by setting | 128 | 256 | 1…65536 | the same |
| `impair-epochs`, `repair-epochs` | 1, 1 | 1 | 1 | 0…10000 | both |
| `noise-batch-norm` | `train` | `train` | `train` | `train`, `evaluate` | both |

The bad-teaching repository's notebook is `recent` with `{noise-steps: 250, noise-batch-size: 256, impair-batch-size: 256}`.

Source: Tarun et al., "Fast Yet Effective Machine Unlearning" (2023), released code.

Cost: noise-steps × classes gradients on noise; (noise + retain samples) + retain samples. Reads retain labels; of the
forget set it knows the class alone.

"""###,
  ]
}
