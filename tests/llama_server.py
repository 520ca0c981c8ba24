"""llama.cpp's own server in a process of its own, with a model of random weights that is made here; for tests of the protocol.

Nothing it says makes sense, but it is a real server: it reads a chat template, counts tokens, holds answers to a schema by
its grammar, streams, and refuses what does not fit into its context.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CONTEXT = 1024
MODEL = "tiny-random"


def installed() -> bool:
    """Whether the server can be run here; it is only built for some systems."""
    try:
        import gguf  # noqa: F401
        import xllamacpp  # noqa: F401
    except ImportError:
        return False
    return True


def write_model(path: Path) -> None:
    """Write a llama of two layers and 352 tokens (every byte, and the printable signs of ASCII), 180 kB."""
    import gguf
    import numpy as np

    width, heads, inner, layers = 32, 4, 64, 2
    signs = [chr(code) for code in range(33, 127)]
    words = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", *signs]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * (1 + len(signs))
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(MODEL)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // heads)
    writer.add_vocab_size(len(words))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(words)
    writer.add_token_scores([0.0] * len(words))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_space_prefix(False)
    writer.add_chat_template("{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant: ")
    chance = np.random.default_rng(0)

    def weights(name: str, *shape: int) -> None:
        writer.add_tensor(name, (chance.standard_normal(shape) * 0.3).astype(np.float32))

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(width, np.float32))

    weights("token_embd.weight", len(words), width)
    ones("output_norm.weight")
    weights("output.weight", len(words), width)
    for layer in range(layers):
        for name in ("attn_norm", "ffn_norm"):
            ones(f"blk.{layer}.{name}.weight")
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"blk.{layer}.{name}.weight", width, width)
        weights(f"blk.{layer}.ffn_gate.weight", inner, width)
        weights(f"blk.{layer}.ffn_up.weight", inner, width)
        weights(f"blk.{layer}.ffn_down.weight", width, inner)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a server that runs until the block ends; its model and its log are written into ``folder``."""
    write_model(folder / "tiny.gguf")
    with (
        (folder / "log.txt").open("wb") as log,
        subprocess.Popen(
            [sys.executable, __file__, folder / "tiny.gguf"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        try:
            address = process.stdout.readline().decode().strip()
            assert address.startswith("http://127.0.0.1:"), (folder / "log.txt").read_text()
            yield address
        finally:
            process.stdin.close()  # it ends when nobody can want it any more, also when the tests are killed
            process.wait(20)


def _serve(model: str) -> None:
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = model
    settings.model_alias = {MODEL}
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.n_gpu_layers = 0
    settings.cpuparams.n_threads = 1
    settings.warmup = False
    settings.fit_params = False
    server = xllamacpp.Server(settings)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    _serve(sys.argv[1])
