"""What may leave the machine, and in which shape: off the record, private people, words aimed at a program, names behind tokens."""
