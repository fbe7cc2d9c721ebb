# Where QEMU enters by the PVH note: 32-bit protected mode, paging off, interrupts off. From here to 64 bits and to C.

        .section .note.pvh, "a", @note
        .long   4, 4, 18                # "Xen", a 32-bit address, XEN_ELFNOTE_PHYS32_ENTRY
        .asciz  "Xen"
        .long   start

        .bss
        .balign 4096
top:    .skip   4096                    # page tables: one entry here,
third:  .skip   4096                    # four here,
second: .skip   4 * 4096                # and 4 GiB in pages of 2 MiB, each where it is
        .skip   16384
stack:

        .text
        .code32
        .globl  start
start:  mov     $stack, %esp
        movl    $third + 3, top
        mov     $second + 3, %eax
        mov     $third, %edi
        mov     $4, %ecx
1:      mov     %eax, (%edi)
        add     $4096, %eax
        add     $8, %edi
        loop    1b
        mov     $0x83, %eax             # present, writable, large
        mov     $second, %edi
        mov     $2048, %ecx
2:      mov     %eax, (%edi)
        add     $0x200000, %eax
        add     $8, %edi
        loop    2b

        mov     %cr4, %eax
        or      $0x20, %eax             # physical address extension
        mov     %eax, %cr4
        mov     $top, %eax
        mov     %eax, %cr3
        mov     $0xc0000080, %ecx       # EFER: long mode
        rdmsr
        or      $0x100, %eax
        wrmsr
        mov     %cr0, %eax
        or      $0x80000001, %eax
        mov     %eax, %cr0
        lgdt    gdt_at
        ljmp    $8, $long

        .code64
long:   mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        call    probe
3:      cli
        hlt
        jmp     3b

# The timer's interrupt: counts, and says that it was seen.
        .globl  on_timer
on_timer:
        push    %rax
        incl    ticks(%rip)
        mov     $0x20, %al
        out     %al, $0x20
        pop     %rax
        iretq

# Any exception: the machine is reset, since this table of handlers is none.
        .globl  reset
reset:  lidt    none(%rip)
        ud2

        .section .rodata
        .balign 8
gdt:    .quad   0, 0x00af9b000000ffff, 0x00cf93000000ffff
gdt_at: .word   . - gdt - 1
        .long   gdt
none:   .word   0
        .quad   0
        .section .note.GNU-stack, "", @progbits
