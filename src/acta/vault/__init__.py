"""The vault: sole reader and writer of notes. Reads anything in it, writes whole notes or nothing, remembers what it wrote."""

from acta.vault.settings import TaskFormat, VaultSettings
from acta.vault.vault import NoteFile, UndoResult, Vault, default_state_dir

__all__ = ["NoteFile", "TaskFormat", "UndoResult", "Vault", "VaultSettings", "default_state_dir"]
