# Where QEMU enters by the PVH note: 32-bit protected mode, paging off, interrupts off, %ebx at the start information.
# From here to 64 bits and to C.

        .section .note.pvh, "a", @note
        .balign 4
        .long   4, 4, 18                # "Xen", a 32-bit address, XEN_ELFNOTE_PHYS32_ENTRY
        .asciz  "Xen"
        .long   pvh_start

# The first tables: one GiB in large pages, each where it is. memory.c makes the real ones, whose root is seen through
# slot 510 in either.
        .bss
        .balign 4096
first4: .skip   4096
first3: .skip   4096
first2: .skip   4096
        .globl  page_root
page_root: .skip 4096

# Each stack stands on a page that memory.c takes away.
        .globl  stacks, stacks_end
stacks: .skip   5 * 4096
fault_stack:
        .skip   5 * 4096
double_stack:
        .skip   5 * 4096
interrupt_stack:
        .skip   5 * 4096
call_stack:
stacks_end:
        .globl  fault_stack, double_stack, interrupt_stack, call_stack

        .text
        .code32
        .globl  pvh_start
pvh_start:
        cld
        mov     $call_stack, %esp
        movl    $first3 + 3, first4
        movl    $page_root + 3, first4 + 510 * 8
        movl    $first2 + 3, first3
        mov     $0x83, %eax             # present, writable, large
        mov     $first2, %edi
        mov     $512, %ecx
1:      mov     %eax, (%edi)
        add     $0x200000, %eax
        add     $8, %edi
        loop    1b

        mov     $0x620, %eax            # CR4: PAE, and SSE's two
        mov     %eax, %cr4
        mov     $first4, %eax
        mov     %eax, %cr3
        mov     $0xc0000080, %ecx       # EFER: syscall, long mode, no-execute
        rdmsr
        or      $0x901, %eax
        wrmsr
        mov     $0x80010023, %eax       # CR0: paging, write protection in ring 0 too, FPU errors, SSE without a trap
        mov     %eax, %cr0
        lgdt    gdt_at
        ljmp    $8, $long

        .code64
long:   mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        fninit
        mov     %ebx, %edi
        xor     %ebp, %ebp
        call    base_start

        .data
        .balign 8
        .globl  gdt, gdt_at
gdt:    .quad   0, 0x00af9b000000ffff, 0x00cf93000000ffff, 0, 0 # code, data, and room for interrupt.c's task segment
gdt_at: .word   . - gdt - 1
        .quad   gdt
        .section .note.GNU-stack, "", @progbits
