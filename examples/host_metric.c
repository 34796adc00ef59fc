/* SPDX-License-Identifier: MIT */
/*
 * What a host can bring: a metric that it computes itself, here from its table of subscriptions, and its own allocator,
 * here one that counts.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <loyalty/loyalty.h>

struct subscription {
    int32_t from;
    int32_t to;
};

struct heap {
    int64_t blocks;
};

static void must(int32_t status)
{
    if (status != LOYALTY_OK) {
        fprintf(stderr, "host_metric: %s\n", loyalty_status_text(status));
        exit(EXIT_FAILURE);
    }
}

static void *heap_allocate(void *user, size_t bytes)
{
    struct heap *heap = (struct heap *)user;
    void *block = malloc(bytes);
    heap->blocks += block != NULL;
    return block;
}

static void *heap_resize(void *user, void *block, size_t bytes)
{
    (void)user;
    return realloc(block, bytes);
}

static void heap_release(void *user, void *block)
{
    struct heap *heap = (struct heap *)user;
    heap->blocks--;
    free(block);
}

/* 1 while the customer subscribes. It also says how long the answer stays right, so that it is not asked daily. */
static loyalty_status subscribes(void *user, void *customer_user, loyalty_date date, int64_t *value,
                                 loyalty_date *until)
{
    const struct subscription *s = (const struct subscription *)customer_user;
    (void)user;
    *value = date >= s->from && date <= s->to;
    *until = date < s->from ? s->from - 1 : date <= s->to ? s->to : LOYALTY_DATE_MAX;
    return LOYALTY_OK;
}

static loyalty_program *make_program(const loyalty_options *options)
{
    static const char *const functions[] = {"subscribes"};
    const loyalty_metric_definition subscribed = {
        .size = sizeof subscribed, .operands = functions, .measure = LOYALTY_MEASURE_HOST, .operand_count = 1};
    loyalty_builder *b;
    loyalty_program *program;
    must(loyalty_builder_new(options, &b));
    must(loyalty_builder_set_name(b, "magazine"));
    must(loyalty_builder_add_kind(b, "letter", INT64_MIN, INT64_MAX));
    must(loyalty_builder_add_metric(b, "subscribed", &subscribed));
    must(loyalty_builder_add_rung(b, "reader"));
    must(loyalty_builder_add_rung(b, "subscriber"));
    must(loyalty_builder_add_enter(b, "subscriber", 0, "subscribed == 1"));
    must(loyalty_builder_set_grace(b, "subscriber", "14d"));
    must(loyalty_builder_build(b, NULL, &program));
    loyalty_builder_free(b);
    return program;
}

static int32_t print_transition(void *user, const loyalty_customer *customer, const loyalty_transition *change)
{
    char date[11];
    (void)user;
    (void)customer;
    must(loyalty_date_format(change->date, date, sizeof date));
    printf("%s %s\n", date, change->direction == LOYALTY_DIRECTION_UP ? "subscriber" : "reader");
    return 0;
}

int main(void)
{
    struct heap heap = {0};
    const loyalty_allocator allocator = {.size = sizeof allocator,
                                         .user = &heap,
                                         .allocate = heap_allocate,
                                         .resize = heap_resize,
                                         .release = heap_release};
    struct subscription subscription;
    loyalty_event letter = {.size = sizeof letter, .count = 1};
    loyalty_options *options;
    loyalty_customer *customer;
    int32_t date;

    must(loyalty_options_new(&allocator, &options));
    must(loyalty_options_bind(options, "subscribes", subscribes, NULL));
    loyalty_program *program = make_program(options);
    loyalty_options_free(options);

    must(loyalty_date_from_civil(2024, 4, 1, &subscription.from));
    must(loyalty_date_from_civil(2025, 3, 31, &subscription.to));
    must(loyalty_customer_new(program, &customer));
    must(loyalty_customer_set_user(customer, &subscription));
    must(loyalty_date_from_civil(2024, 1, 15, &letter.date));
    must(loyalty_customer_record(customer, &letter, NULL, NULL));
    must(loyalty_date_from_civil(2025, 12, 31, &date));
    must(loyalty_customer_advance(customer, date, print_transition, NULL));

    printf("the library holds memory: %s\n", heap.blocks > 0 ? "yes" : "no");
    loyalty_customer_free(customer);
    loyalty_program_unref(program);
    printf("blocks left: %" PRId64 "\n", heap.blocks);
    return heap.blocks == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
