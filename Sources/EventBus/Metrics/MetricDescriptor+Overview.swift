extension MetricDescriptor {
    /// When the gauges were read.
    package static let overviewTime = seen(
        "eventbus_overview_timestamp_seconds", .seconds,
        "When these gauges were last read from the server, in Unix time.")

    // MARK: The server

    /// Whether the server answers.
    package static let redisUp = seen("eventbus_redis_up", .none, "1 while the Redis server answers, else 0.")
    /// Whether it takes events.
    package static let redisAccepts = seen(
        "eventbus_redis_accepts_events", .none,
        "1 while the Redis server answers and takes events; 0 also for a replica, or a server that loads its data.")
    /// How fast it answers.
    package static let redisLatency = seen(
        "eventbus_redis_latency_seconds", .seconds, "Time that the Redis server took to answer.")
    /// Its clients.
    package static let redisClients = seen(
        "eventbus_redis_connected_clients", .none, "Clients connected to the Redis server.")
    /// Its work.
    package static let redisOperations = seen(
        "eventbus_redis_operations_per_second", .commands, "Commands that the Redis server runs in a second.")
    /// Its memory.
    package static let memoryUsed = seen(
        "eventbus_memory_used_bytes", .bytes, "Memory of the Redis server that counts towards maxmemory.")
    /// The limit of its memory.
    package static let memoryLimit = seen(
        "eventbus_memory_limit_bytes", .bytes, "maxmemory of the Redis server; absent where there is none.")
    /// What is left until publishing stops.
    package static let memoryHeadroom = seen(
        "eventbus_memory_headroom_bytes", .bytes,
        "Memory that may still be used before publishing is refused; absent where there is no maxmemory, negative beyond it."
    )

    // MARK: Streams and groups

    /// The length of a stream.
    package static let streamEntries = seen(
        "eventbus_stream_entries", .entries, by: ["stream"], "Entries in the logs of a stream.")
    /// The size of a stream.
    package static let streamBytes = seen(
        "eventbus_stream_bytes", .bytes, by: ["stream"], "Memory of a stream's logs, as the server estimates it.")
    /// The age of a stream.
    package static let streamOldestAge = seen(
        "eventbus_stream_oldest_age_seconds", .seconds, by: ["stream"], "Age of the first entry of a stream.")
    /// Dead letters that are there.
    package static let deadLetterCount = seen(
        "eventbus_dead_letters", .entries, by: ["stream"],
        "Dead letters of a stream that nobody has redriven or discarded.")
    /// Who pins retention.
    package static let retentionPinned = seen(
        "eventbus_retention_pinned", .none, by: ["stream", "group"],
        "1 while entries that are too old or too many are kept for a group that is behind; absent otherwise.")
    /// What a group has before it.
    package static let groupLag = seen(
        "eventbus_group_lag", .entries, by: ["stream", "group"], "Entries that a group has yet to be given.")
    /// What a group has in hand.
    package static let groupPending = seen(
        "eventbus_group_pending", .entries, by: ["stream", "group"],
        "Entries that a group was given and has not acknowledged.")
    /// How far behind it is.
    package static let groupOldestAge = seen(
        "eventbus_group_oldest_age_seconds", .seconds, by: ["stream", "group"],
        "Age of the first entry that a group has not finished; 0 where it has finished all.")
    /// Who reads.
    package static let groupMembers = seen(
        "eventbus_group_members", .none, by: ["stream", "group"], "Consumers that share the partitions of a group.")
    /// Whether it rests.
    package static let groupPaused = seen(
        "eventbus_group_paused", .none, by: ["stream", "group"], "1 while a group is paused, else 0.")
    /// What a consumer has in hand.
    package static let consumerPending = seen(
        "eventbus_consumer_pending", .entries, by: ["stream", "group", "consumer"],
        "Entries that one consumer was given and has not acknowledged.")

    // MARK: Work queues

    /// What stands on the lists of a queue.
    package static let queueDepth = seen(
        "eventbus_queue_depth", .messages, by: ["list", "state"],
        "Messages of a work queue: state is waiting, processing, delayed or dead.")
    /// How long the first has waited.
    package static let queueOldestAge = seen(
        "eventbus_queue_oldest_age_seconds", .seconds, by: ["list"],
        "Age of the message of a work queue that waits longest; 0 for an empty one.")

    static let overview = [
        overviewTime, redisUp, redisAccepts, redisLatency, redisClients, redisOperations, memoryUsed, memoryLimit,
        memoryHeadroom, streamEntries, streamBytes, streamOldestAge, deadLetterCount, retentionPinned, groupLag,
        groupPending, groupOldestAge, groupMembers, groupPaused, consumerPending, queueDepth, queueOldestAge,
    ]
}
