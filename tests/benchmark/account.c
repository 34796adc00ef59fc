/* SPDX-License-Identifier: MIT */
/* Counts the bytes that the library asks its allocator for. */
#include "account.h"

#include <stdlib.h>

#include "measure.h"

/* Before each block, as large as keeps it aligned. */
union head {
    size_t bytes;
    max_align_t align;
};

static void enter(struct account *account, size_t bytes)
{
    account->calls++;
    account->bytes += bytes;
    if (account->bytes > account->peak)
        account->peak = account->bytes;
}

static void *allocate_counted(void *user, size_t bytes)
{
    union head *head = malloc(sizeof *head + bytes);
    if (!head)
        return NULL;
    enter(user, bytes);
    head->bytes = bytes;
    return head + 1;
}

static void release_counted(void *user, void *block)
{
    struct account *account = user;
    union head *head = (union head *)block - 1;
    account->bytes -= head->bytes;
    free(head);
}

static void *resize_counted(void *user, void *block, size_t bytes)
{
    struct account *account = user;
    union head *head = (union head *)block - 1;
    size_t before = head->bytes;
    head = realloc(head, sizeof *head + bytes);
    if (!head)
        return NULL;
    account->bytes -= before;
    enter(account, bytes);
    head->bytes = bytes;
    return head + 1;
}

loyalty_options *account_options(struct account *account)
{
    const loyalty_allocator allocator = {.size = sizeof allocator,
                                         .user = account,
                                         .allocate = allocate_counted,
                                         .resize = resize_counted,
                                         .release = release_counted};
    loyalty_options *options;
    must(loyalty_options_new(&allocator, &options));
    return options;
}
