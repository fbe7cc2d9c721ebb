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
        .if     !(0x60227d00 >> vector & 1)
        push    $0
        .endif
        push    $vector
        jmp     interrupted
        .set    vector, vector + 1
        .endr

interrupted:
        .irp    register, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
        push    %\register
        .endr
        cld
        mov     %rsp, %rdi
        call    on_interrupt
        mov     %rsp, %rdi

# Goes on where the frame says.
        .globl  resume
resume: mov     %rdi, %rsp
        .irp    register, r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax
        pop     %\register
        .endr
        add     $16, %rsp
        iretq

# Linux's convention: number and result in rax, the rest but rcx and r11 is kept. The processor leaves the way back in
# rcx; sysret would go to ring 3.
        .globl  on_syscall
on_syscall:
        mov     %rsp, caller_stack(%rip)
        lea     call_stack(%rip), %rsp
        push    caller_stack(%rip)
        .irp    register, rcx, r11, rax, rdi, rsi, rdx, r10, r8, r9
        push    %\register
        .endr
        cld
        mov     %rsp, %rdi
        call    system_call
        .irp    register, r9, r8, r10, rdx, rsi, rdi
        pop     %\register
        .endr
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
