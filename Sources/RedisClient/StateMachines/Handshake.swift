/// What is said on a new connection before anything else: who we are, which database, and whether the server is fit for use.
///
/// A pure value: it gives the commands, takes the replies in order, and says how it went.
struct Handshake: Sendable {
    enum Progress: Sendable {
        case pending
        case ready(clientID: Int64?)
        case failed(RedisError)
    }

    private enum Step: Sendable {
        case authenticate, select, setName, clientID, ping
    }

    /// The commands, to be sent at once.
    let commands: RedisCommands
    private let steps: [Step]
    private var answered = 0
    private var clientID: Int64?

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
        guard answered == steps.count else { return .pending }
        let isPong = reply.error != nil || reply.string == "PONG"
        guard isPong else {
            return .failed(RedisError(.protocolError, "PING was answered with \(reply)", delivery: .notSent))
        }
        return .ready(clientID: clientID)
    }

    private func failure(of step: Step, _ error: RedisServerError) -> RedisError? {
        switch (error.code, step) {
        case ("NOAUTH", _):
            RedisError(
                .authenticationFailed, "the server asks for a password and none is configured", delivery: .notSent,
                cause: error)
        case ("NOPERM", .setName), ("NOPERM", .clientID), ("NOPERM", .ping):
            // A user with few rights: none of these is needed.
            nil
        case ("ERR", .setName), ("ERR", .clientID):
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
