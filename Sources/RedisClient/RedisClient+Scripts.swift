extension RedisClient {
    /// Runs a script by its digest; where the server lacks it, loads it and runs it then.
    ///
    /// - Throws: ``RedisError``, for an error reply too.
    @discardableResult
    public func evaluate(
        _ script: RedisScript, keys: [String], arguments: [String] = []
    ) async throws(RedisError) -> RedisReply {
        var commands = RedisCommands()
        script.append(to: &commands, keys: keys, arguments: arguments)
        let replies = try await send(commands, loading: [script])
        return try replies[0].get()
    }

    /// Sends commands of which some run scripts by digest; those that the server answers with `NOSCRIPT` have not run, and are sent again
    /// behind the scripts' sources.
    ///
    /// The order between commands sent again and their neighbours is lost: where it matters, ``load(_:)`` first and send without this.
    ///
    /// - Parameters:
    ///   - commands: The commands, as ``RedisScript/begin(in:keys:arguments:)`` writes them and any others.
    ///   - scripts: Every script that they run.
    /// - Returns: One reply per command, in order; error replies among them.
    /// - Throws: ``RedisError`` where there are no replies.
    public func send(
        _ commands: RedisCommands, loading scripts: [RedisScript]
    ) async throws(RedisError) -> [RedisReply] {
        var replies = try await send(commands)
        let missing = replies.indices.filter { replies[$0].isMissingScript }
        guard !missing.isEmpty else { return replies }

        var again = RedisCommands()
        for script in scripts { again.append("SCRIPT", "LOAD", script.source) }
        again.append(commands, at: missing)
        let answers = try await send(again)
        if let refusal = answers.prefix(scripts.count).lazy.compactMap(\.error).first { throw .unloadable(refusal) }
        for (position, answer) in zip(missing, answers.dropFirst(scripts.count)) { replies[position] = answer }
        return replies
    }

    /// Gives the server the sources of scripts.
    ///
    /// - Throws: ``RedisError``, for a script that does not compile too.
    public func load(_ scripts: RedisScript...) async throws(RedisError) {
        var commands = RedisCommands()
        for script in scripts { commands.append("SCRIPT", "LOAD", script.source) }
        if let refusal = try await send(commands).lazy.compactMap(\.error).first { throw .unloadable(refusal) }
    }
}

extension RedisError {
    /// A script that the server does not compile.
    fileprivate static func unloadable(_ refusal: RedisServerError) -> RedisError {
        // The first line of a script states its flags, since Redis 7.0.
        guard refusal.message.contains("unexpected symbol near '#'") else { return RedisError(refusal) }
        return RedisError(
            .server(refusal.code),
            "this server is too old: its scripts can't state flags, which Redis can since 7.0 (\(refusal.message))",
            delivery: .answered, isRetriable: false)
    }
}
