"""Minutes through a language model, on a leash: what cannot be shown in the transcript is not believed."""
