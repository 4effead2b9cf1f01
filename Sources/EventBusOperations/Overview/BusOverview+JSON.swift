package import EventBus
internal import RedisEventBus

extension BusOverview {
    /// The overview as `GET /overview` answers it and `eventbus status --json` prints it; names and units are a contract.
    package var json: JSONValue {
        let verdict = verdict
        return [
            "time": .string("\(time)"), "status": .string(verdict.status.rawValue),
            "reasons": .array(verdict.reasons.map { .string($0) }), "server": server.json,
            "streams": .array(streams.map(\.json)), "queues": .array(queues.map(\.json)),
            "events": .array(events.map(\.json)), "loops": .array(loops.map(\.json)),
            "outbox": outbox?.json ?? .null,
        ]
    }
}

extension ServerOverview {
    /// The server as the overview's JSON has it.
    var json: JSONValue {
        [
            "reachable": .bool(isReachable), "failure": JSONValue(failure), "version": JSONValue(version),
            "latency_ms": latency.map { JSONValue(rounded: $0 / .milliseconds(1), digits: 3) } ?? .null,
            "used_memory_bytes": JSONValue(usedMemory), "memory_limit_bytes": JSONValue(memoryLimit),
            "memory_high_water": JSONValue(rounded: memoryHighWater, digits: 4),
            "connected_clients": JSONValue(connectedClients), "operations_per_second": JSONValue(operationsPerSecond),
            "durability": JSONValue(durability), "impediment": JSONValue(impediment),
            "breaker": .string(breaker.rawValue), "reconnects": JSONValue(reconnects),
            "in_flight_commands": JSONValue(inFlightCommands),
        ]
    }
}

extension StreamOverview {
    /// A stream as the overview's JSON has it.
    package var json: JSONValue {
        [
            "name": .string(name), "partitions": JSONValue(partitions), "length": JSONValue(length),
            "bytes": JSONValue(bytes), "oldest_age_seconds": JSONValue(seconds: oldestAge),
            "dead_letters": JSONValue(deadLetters), "retention_holder": JSONValue(retentionHolder),
            "failure": JSONValue(failure), "groups": .array(groups.map(\.json)),
        ]
    }
}

extension GroupOverview {
    /// A group as the overview's JSON has it.
    package var json: JSONValue {
        [
            "name": .string(name), "order": .string(status.order == .aggregate ? "aggregate" : "none"),
            "required": isRequired.map { .bool($0) } ?? .null, "pause": pause?.json ?? .null, "lag": JSONValue(lag),
            "pending": JSONValue(pending),
            "oldest_unfinished_age_seconds": JSONValue(seconds: oldestUnfinishedAge),
            "members": .array(members.map { .string($0) }), "failure": JSONValue(failure),
            "partitions": .array(status.partitions.map(\.json)),
            "consumers": .array(
                consumers.map { consumer in
                    [
                        "name": .string(consumer.name), "pending": JSONValue(consumer.pending),
                        "idle_seconds": JSONValue(seconds: consumer.idle),
                    ]
                }),
        ]
    }
}

extension GroupPause {
    /// A pause as the overview's JSON has it.
    fileprivate var json: JSONValue {
        ["by": .string(by), "since": since.map { .string("\($0)") } ?? .null, "reason": .string(reason)]
    }
}

extension GroupStatus.Partition {
    /// A partition of a group as the overview's JSON has it; of several holders the first, by name.
    fileprivate var json: JSONValue {
        let holder = holders.min { $0.consumer < $1.consumer }
        return [
            "partition": JSONValue(partition), "exists": .bool(exists), "holder": JSONValue(holder?.consumer),
            "connected": holder?.isConnected.map { .bool($0) } ?? .null, "lag": JSONValue(lag),
            "pending": JSONValue(pending),
        ]
    }
}

extension QueueOverview {
    /// A work queue as the overview's JSON has it.
    package var json: JSONValue {
        [
            "list": .string(list), "waiting": JSONValue(depth?.waiting), "processing": JSONValue(depth?.processing),
            "delayed": JSONValue(depth?.delayed), "dead": JSONValue(depth?.dead),
            "oldest_waiting_age_seconds": oldestWaitingAge.map { JSONValue(seconds: $0) } ?? .null,
            "failure": JSONValue(failure),
        ]
    }
}

extension EventRateOverview {
    fileprivate var json: JSONValue {
        [
            "type": .string(type), "stream": .string(stream), "total": JSONValue(total),
            "per_second": JSONValue(rounded: perSecond, digits: 3),
            "recent": .array(recent.map { JSONValue($0) }),
        ]
    }
}

extension LoopStatus {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "age_seconds": JSONValue(seconds: age), "dead": .bool(isDead),
            "failure": JSONValue(failure),
        ]
    }
}

extension OutboxOverview {
    fileprivate var json: JSONValue {
        ["waiting": JSONValue(waiting), "oldest_age_seconds": oldestAge.map { JSONValue(seconds: $0) } ?? .null]
    }
}

extension JSONValue {
    /// A text; `null` for none.
    fileprivate init(_ text: String?) { self = text.map { .string($0) } ?? .null }

    /// A whole number; `null` for none.
    fileprivate init(_ number: Int?) { self = number.map { .number(JSONNumber($0)) } ?? .null }

    /// A length of time in seconds, to the millisecond.
    fileprivate init(seconds duration: Duration) { self.init(rounded: duration / .seconds(1), digits: 3) }

    /// A number rounded to so many digits behind the point, since the others would be noise.
    fileprivate init(rounded value: Double, digits: Int) {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        self = JSONNumber((value * scale).rounded() / scale).map { .number($0) } ?? .null
    }
}
