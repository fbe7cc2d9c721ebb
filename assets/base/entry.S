# The ways from the program into C and back. All of it is ring 0: below the program's stack pointer lie 128 bytes that
# are its own (the red zone), so nothing may be pushed there, neither by the processor (hence a stack of its own for each
# kind of interrupt) nor by us.

        .text
# One small piece for each vector: an error code where the processor gives none, and the vector's number.
        .globl  vectors
        .balign 16
vectors:
        .set    vector, 0
        .rept   48
        .balign 16
        .if     (vector != 8 && vector != 10 && vector != 11 && vector != 12 && vector != 13 && vector != 14 && vector != 17 && vector != 21 && vector != 29 && vector != 30)
        push    $0
        .endif
        push    $vector
        jmp     interrupted
        .set    vector, vector + 1
        .endr

interrupted:
        push    %rax
        push    %rbx
        push    %rcx
        push    %rdx
        push    %rsi
        push    %rdi
        push    %rbp
        push    %r8
        push    %r9
        push    %r10
        push    %r11
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        cld
        mov     %rsp, %rdi
        call    on_interrupt
        mov     %rsp, %rdi

# Goes on where the frame says.
        .globl  resume
resume: mov     %rdi, %rsp
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %r11
        pop     %r10
        pop     %r9
        pop     %r8
        pop     %rbp
        pop     %rdi
        pop     %rsi
        pop     %rdx
        pop     %rcx
        pop     %rbx
        pop     %rax
        add     $16, %rsp
        iretq

# Linux's convention: number and result in rax, the rest but rcx and r11 is kept. The processor leaves the way back in
# rcx; sysret would go to ring 3.
        .globl  on_syscall
on_syscall:
        mov     %rsp, caller_stack(%rip)
        lea     call_stack(%rip), %rsp
        push    caller_stack(%rip)
        push    %rcx
        push    %r11
        push    %rax
        push    %rdi
        push    %rsi
        push    %rdx
        push    %r10
        push    %r8
        push    %r9
        cld
        mov     %rsp, %rdi
        call    system_call
        pop     %r9
        pop     %r8
        pop     %r10
        pop     %rdx
        pop     %rsi
        pop     %rdi
        add     $8, %rsp
        popfq
        pop     %rcx
        pop     %rsp
        jmp     *%rcx

# The C library's own start, with the stack that a Linux process finds.
        .globl  enter
enter:  mov     %rdi, %rsp
        xor     %edx, %edx
        xor     %ebp, %ebp
        jmp     _start

        .bss
        .balign 8
caller_stack: .skip 8
        .section .note.GNU-stack, "", @progbits
