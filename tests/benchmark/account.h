/* SPDX-License-Identifier: MIT */
/* What a host's allocator sees: the bytes that were asked for, without what malloc itself needs. */
#ifndef BENCHMARK_ACCOUNT_H
#define BENCHMARK_ACCOUNT_H

#include <stddef.h>
#include <stdint.h>

#include <loyalty/loyalty.h>

struct account {
    size_t bytes, peak; /* held now, and at most */
    uint64_t calls;     /* allocations, resizing included */
};

/* Options whose allocator keeps the account. */
loyalty_options *account_options(struct account *account);

#endif
