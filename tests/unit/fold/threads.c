/* SPDX-License-Identifier: MIT */
/* Threads that share a program, each with customers of its own. Run it under ThreadSanitizer to see races. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

enum { THREADS = 8, ROUNDS = 50 };

struct worker {
    pthread_t thread;
    loyalty_program *program; /* a reference of its own */
    int64_t sum;
    uint32_t told;
    int32_t status; /* the first failure: cmocka's assertions are the main thread's */
};

static void must(struct worker *worker, int32_t status)
{
    if (!worker->status)
        worker->status = status;
}

static int32_t count_told(void *user, const loyalty_customer *customer, const loyalty_transition *transition)
{
    struct worker *worker = user;
    (void)customer, (void)transition;
    worker->told++;
    return 0;
}

/* A customer's life, with look-ups in the shared program and references that come and go. */
static void live(struct worker *worker, int32_t first)
{
    loyalty_customer *customer, *copy;
    loyalty_standing standing = {.size = sizeof standing};
    int64_t numerator = 0, denominator = 1;
    uint32_t kind = 0, metric = 0;
    const char *label = NULL;
    loyalty_program_unref(loyalty_program_ref(worker->program));
    must(worker, loyalty_program_find(worker->program, LOYALTY_OBJECT_KIND, "visit", &kind));
    must(worker, loyalty_program_find(worker->program, LOYALTY_OBJECT_METRIC, "spend", &metric));
    must(worker, loyalty_program_label(worker->program, LOYALTY_OBJECT_RUNG, 1, "fa", &label));
    must(worker, loyalty_customer_new(worker->program, &customer));
    if (worker->status)
        return;
    for (int32_t i = 0; i < 20; i++) {
        loyalty_event event = {.size = sizeof event, .kind = kind, .date = first + i * 3, .count = 1, .value = i};
        must(worker, loyalty_customer_record(customer, &event, count_told, worker));
        must(worker, loyalty_customer_advance(customer, first + i * 2, count_told, worker));
    }
    must(worker, loyalty_customer_advance(customer, first + 1000, count_told, worker));
    must(worker, loyalty_customer_copy(customer, &copy));
    must(worker, loyalty_customer_standing(customer, &standing));
    must(worker, loyalty_customer_metric(customer, metric, &numerator, &denominator));
    worker->sum += numerator;
    loyalty_customer_free(customer);
    if (!worker->status)
        loyalty_customer_free(copy);
}

static void *work(void *user)
{
    struct worker *worker = user;
    for (int32_t round = 0; round < ROUNDS && !worker->status; round++)
        live(worker, 10000 + round);
    loyalty_program_unref(worker->program);
    return NULL;
}

static loyalty_program *shop(void)
{
    static const char *const visit[] = {"visit"};
    loyalty_builder *b;
    loyalty_program *program;
    assert_int_equal(loyalty_builder_new(NULL, &b), LOYALTY_OK);
    assert_int_equal(loyalty_builder_set_name(b, "shop"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_kind(b, "visit", 0, 100), LOYALTY_OK);
    assert_int_equal(add_metric(b, "n", LOYALTY_MEASURE_COUNT, visit, 1, "10d"), LOYALTY_OK);
    assert_int_equal(add_metric(b, "spend", LOYALTY_MEASURE_SUM, visit, 1, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_points(b, "spend", 10, 10), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(b, "low"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_rung(b, "high"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_enter(b, "high", 0, "n >= 3"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_add_enter(b, "high", 0, "score >= 1"), LOYALTY_OK);
    assert_int_equal(loyalty_builder_build(b, NULL, &program), LOYALTY_OK);
    loyalty_builder_free(b);
    return program;
}

static void threads_share_a_program(void **state)
{
    struct worker workers[THREADS] = {{.status = LOYALTY_OK}};
    loyalty_program *program = shop();
    (void)state;
    for (int i = 0; i < THREADS; i++) {
        workers[i].program = loyalty_program_ref(program);
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    loyalty_program_unref(program); /* the last thread frees it */
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(workers[i].status, LOYALTY_OK);
        assert_int_equal(workers[i].sum, ROUNDS * 190);
        assert_int_equal(workers[i].told, workers[0].told);
    }
    assert_int_not_equal(workers[0].told, 0);
}

/* Calls that take a customer as const may run beside one another. */
struct reader {
    pthread_t thread;
    const loyalty_customer *customer;
    struct worker told;
};

static void *read_answers(void *user)
{
    struct reader *reader = user;
    for (int i = 0; i < ROUNDS; i++) {
        loyalty_standing standing = {.size = sizeof standing};
        loyalty_gap gap = {.size = sizeof gap};
        loyalty_customer *copy;
        int64_t numerator = 0, denominator = 1;
        must(&reader->told, loyalty_customer_standing(reader->customer, &standing));
        must(&reader->told, loyalty_customer_metric(reader->customer, 0, &numerator, &denominator));
        must(&reader->told, loyalty_customer_gap(reader->customer, LOYALTY_RULE_ENTER, 1, 0, 0, &gap));
        must(&reader->told, loyalty_customer_outlook(reader->customer, 20000, count_told, &reader->told));
        must(&reader->told, loyalty_customer_copy(reader->customer, &copy));
        if (!reader->told.status)
            loyalty_customer_free(copy);
    }
    return NULL;
}

static void threads_read_a_customer(void **state)
{
    loyalty_program *program = shop();
    loyalty_customer *customer;
    struct reader readers[THREADS] = {{.customer = NULL}};
    loyalty_event event = {.size = sizeof event, .date = 10000, .count = 5, .value = 7};
    (void)state;
    assert_int_equal(loyalty_customer_new(program, &customer), LOYALTY_OK);
    loyalty_program_unref(program);
    assert_int_equal(loyalty_customer_record(customer, &event, NULL, NULL), LOYALTY_OK);
    assert_int_equal(loyalty_customer_advance(customer, 10000, NULL, NULL), LOYALTY_OK);
    for (int i = 0; i < THREADS; i++) {
        readers[i].customer = customer;
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_answers, &readers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(readers[i].told.status, LOYALTY_OK);
        assert_int_equal(readers[i].told.told, ROUNDS); /* the fall, each time */
    }
    loyalty_customer_free(customer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_a_program),
        cmocka_unit_test(threads_read_a_customer),
    };
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
