import Testing

@testable import RedisClient

/// Reads wire text as one batch of replies; every reply must be complete.
func batch(_ wire: String) throws -> ReplyBatch {
    let reader = HiredisReplyReader()
    var text = wire
    return try #require(try text.withUTF8 { try reader.feed(UnsafeRawBufferPointer($0)) })
}

/// Reads wire text as one reply.
func reply(_ wire: String) throws -> RedisReply { try RedisReply(parsing: wire.utf8) }

/// Encodes commands that are given as words.
func commands(_ lines: [String]...) -> RedisCommands {
    var commands = RedisCommands()
    for line in lines { commands.append(line[0], Array(line.dropFirst())) }
    return commands
}
