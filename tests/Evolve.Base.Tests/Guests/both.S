# Something that is both written and run, kept although nobody asks for it.
        .section .both, "awxR", @progbits
        .long   0
        .section .note.GNU-stack, "", @progbits
