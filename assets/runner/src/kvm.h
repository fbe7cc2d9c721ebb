/* The KVM device. Whether it works only a boot shows. */
#ifndef KVM_H
#define KVM_H

/* Why it cannot be opened, as the rest of a sentence; NULL when it can. */
const char *kvm_problem(const char *device);

#endif
