/// What is said on a new connection before anything else: who we are, which database, and whether the server is fit for use.
///
/// A pure value: it gives the commands, takes the replies in order, and says how it went.
struct Handshake: Sendable {
    enum Progress: Sendable {
        case pending
        case ready(clientID: Int64?, runID: String?)
        case failed(RedisError)
    }

    private enum Step: Sendable {
        case authenticate, select, setName, clientID, runID, ping
    }

    /// The commands, to be sent at once.
    let commands: RedisCommands
    private let steps: [Step]
    private var answered = 0
    private var clientID: Int64?
    private var runID: String?

    init(_ configuration: RedisConfiguration) {
        var commands = RedisCommands()
        var steps: [Step] = []
        if let password = configuration.password {
            if let username = configuration.username {
                commands.append("AUTH", username, password)
            } else {
                commands.append("AUTH", password)
            }
            steps.append(.authenticate)
        }
        if configuration.database != 0 {
            commands.append("SELECT", String(configuration.database))
            steps.append(.select)
        }
        if let name = configuration.clientName {
            commands.append("CLIENT", "SETNAME", name)
            steps.append(.setName)
        }
        commands.append("CLIENT", "ID")
        steps.append(.clientID)
        // In one go with the id: of which run of the server it is.
        commands.append("INFO", "server")
        steps.append(.runID)
        // Unlike the commands above, PING is refused while the server loads its data or has lost its master.
        commands.append("PING")
        steps.append(.ping)
        self.commands = commands
        self.steps = steps
    }

    mutating func receive(_ reply: RedisReply) -> Progress {
        guard answered < steps.count else {
            return .failed(RedisError(.protocolError, "a reply that nobody asked for", delivery: .notSent))
        }
        let step = steps[answered]
        answered += 1
        if let error = reply.error, let failure = failure(of: step, error) { return .failed(failure) }
        if step == .clientID { clientID = reply.integer }
        if step == .runID { runID = reply.string.flatMap(Self.runID(in:)) }
        guard answered == steps.count else { return .pending }
        let isPong = reply.error != nil || reply.string == "PONG"
        guard isPong else {
            return .failed(RedisError(.protocolError, "PING was answered with \(reply)", delivery: .notSent))
        }
        return .ready(clientID: clientID, runID: runID)
    }

    /// The line `run_id:…` of what `INFO` says.
    private static func runID(in info: String) -> String? {
        let name = "run_id:"
        return info.split(whereSeparator: \.isNewline).first { $0.hasPrefix(name) }.map {
            String($0.dropFirst(name.count))
        }
    }

    private func failure(of step: Step, _ error: RedisServerError) -> RedisError? {
        switch (error.code, step) {
        case ("NOAUTH", _):
            RedisError(
                .authenticationFailed, "the server asks for a password and none is configured", delivery: .notSent,
                cause: error)
        case ("NOPERM", .setName), ("NOPERM", .clientID), ("NOPERM", .runID), ("NOPERM", .ping):
            // A user with few rights: none of these is needed.
            nil
        case ("ERR", .setName), ("ERR", .clientID), ("ERR", .runID):
            // A server or proxy that does not know them.
            nil
        case (let code, .authenticate) where !RedisServerError.passingCodes.contains(code):
            RedisError(
                .authenticationFailed, "the server refuses user or password: \(error.message)", delivery: .notSent,
                cause: error)
        default:
            RedisError(
                .server(error.code), error.message, delivery: .notSent,
                isRetriable: error.isRetriable || error.message.hasPrefix("max number of clients"), cause: error)
        }
    }
}
