"""Transformers of timm and transformers with two layers: encoders, decoders, windows, rotary positions, gated units."""

import timm
import torch
from torch import nn
import transformers

from .convolutional import timm_model

TOKENS = torch.arange(64).reshape(1, 64)


class Hidden(nn.Module):
    """Runs a transformer on its first input and returns its last hidden state."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return self.inner(x).last_hidden_state


class Causal(nn.Module):
    """A decoder over a whole prompt, with mask and positions given, as the exporter needs them."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, ids, mask, positions):
        return self.inner(input_ids=ids, attention_mask=mask, position_ids=positions, use_cache=False).last_hidden_state


class Masked(nn.Module):
    """As an encoder is served: with the mask of the padding."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, ids, mask):
        return self.inner(input_ids=ids, attention_mask=mask).last_hidden_state


SMALL = dict(hidden_size=256, num_hidden_layers=2, num_attention_heads=4, intermediate_size=1024)


def bert():
    return Masked(transformers.BertModel(transformers.BertConfig(vocab_size=1000, attn_implementation="eager", **SMALL), add_pooling_layer=False))


def distilbert():
    config = transformers.DistilBertConfig(vocab_size=1000, dim=256, n_layers=2, n_heads=4, hidden_dim=1024, attn_implementation="eager")
    return Hidden(transformers.DistilBertModel(config))


def gpt2():
    config = transformers.GPT2Config(vocab_size=1000, n_embd=256, n_layer=2, n_head=4, n_positions=128, use_cache=False, attn_implementation="eager")
    return Causal(transformers.GPT2Model(config))


def llama():
    config = transformers.LlamaConfig(vocab_size=1000, num_key_value_heads=2, use_cache=False, attn_implementation="eager", **SMALL)
    return Causal(transformers.LlamaModel(config))


def t5_encoder():
    config = transformers.T5Config(vocab_size=1000, d_model=256, d_kv=64, d_ff=1024, num_layers=2, num_heads=4, use_cache=False)
    return Hidden(transformers.T5EncoderModel(config))


def whisper_encoder():
    config = transformers.WhisperConfig(d_model=256, encoder_layers=2, encoder_attention_heads=4, encoder_ffn_dim=1024, decoder_layers=1, decoder_attention_heads=4, max_source_positions=200, attn_implementation="eager")
    return Hidden(transformers.WhisperModel(config).encoder)


def segformer():
    config = transformers.SegformerConfig(depths=[1, 1, 1, 1], attn_implementation="eager")
    return Hidden(transformers.SegformerModel(config))


def mixer():
    return timm.models.MlpMixer(patch_size=32, num_blocks=2, embed_dim=512)


MODELS = {
    "bert_2l": bert,
    "distilbert_2l": distilbert,
    "gpt2_2l": gpt2,
    "llama_2l": llama,
    "t5_encoder_2l": t5_encoder,
    "whisper_encoder_2l": whisper_encoder,
    "segformer_cut": segformer,
    "vit_cut": lambda: timm_model("vit_tiny_patch16_224", depth=2),
    "swin_cut": lambda: timm_model("swin_tiny_patch4_window7_224", depths=(2, 2), num_heads=(3, 6)),
    "mixer_cut": lambda: mixer(),
    "levit": lambda: timm_model("levit_128s"),
}
SHAPES = {}
INPUTS = {name: (TOKENS,) for name in ("distilbert_2l", "t5_encoder_2l")}
INPUTS["bert_2l"] = (TOKENS, torch.ones(1, 64, dtype=torch.int64))
for decoder in ("gpt2_2l", "llama_2l"):
    INPUTS[decoder] = (TOKENS, torch.full((1, 1, 64, 64), -1e4).triu(1), TOKENS)
INPUTS["whisper_encoder_2l"] = (torch.randn(1, 80, 400),)
