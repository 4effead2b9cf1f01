// The reply reader of hiredis, for RedisClient. Where 0.14 (Debian 12) and 1.x differ, the difference ends here.
#ifndef CHIREDIS_SHIM_H
#define CHIREDIS_SHIM_H

// pkg-config gives the folder above the headers, or the one that holds them, depending on the version.
#if __has_include(<hiredis/hiredis.h>)
#include <hiredis/hiredis.h>
#else
#include <hiredis.h>
#endif

#if HIREDIS_MAJOR >= 1
typedef size_t chiredis_elements;
#else
typedef int chiredis_elements;
#endif

typedef void *(*chiredis_create_string)(const redisReadTask *, char *, size_t);
typedef void *(*chiredis_create_array)(const redisReadTask *, chiredis_elements);
typedef void *(*chiredis_create_integer)(const redisReadTask *, long long);
typedef void *(*chiredis_create_nil)(const redisReadTask *);
typedef void *(*chiredis_create_double)(const redisReadTask *, double, char *, size_t);
typedef void *(*chiredis_create_bool)(const redisReadTask *, int);
typedef void (*chiredis_free_object)(void *);

// Doubles and booleans are RESP 3: hiredis 0.14 never reports them.
static inline void chiredis_set_functions(
    redisReplyObjectFunctions *functions,
    chiredis_create_string create_string,
    chiredis_create_array create_array,
    chiredis_create_integer create_integer,
    chiredis_create_nil create_nil,
    chiredis_create_double create_double,
    chiredis_create_bool create_bool,
    chiredis_free_object free_object)
{
    functions->createString = create_string;
    functions->createArray = create_array;
    functions->createInteger = create_integer;
    functions->createNil = create_nil;
    functions->freeObject = free_object;
#if HIREDIS_MAJOR >= 1
    functions->createDouble = create_double;
    functions->createBool = create_bool;
#else
    (void)create_double;
    (void)create_bool;
#endif
}

// Whether the reader has begun a reply that is not complete: bytes that wait, or a value whose type is known.
static inline int chiredis_is_inside_reply(const redisReader *reader)
{
    if (reader->pos < reader->len) return 1;
    if (reader->ridx < 0) return 0;
#if HIREDIS_MAJOR >= 1
    return reader->task[0]->type != -1;
#else
    return reader->rstack[0].type != -1;
#endif
}

#endif
