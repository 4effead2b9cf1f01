import ArgumentParser
import EventBus
import EventGateway

/// `eventbus token`: who may call the gateway.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make tokens for the HTTP gateway.", subcommands: [TokenCreateCommand.self])
}

/// `eventbus token create`: a new token, shown once, and the line by which the gateway knows it.
struct TokenCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token; it is shown once, and only its hash is configured.",
        discussion: """
            Give the token to the caller, who sends `Authorization: Bearer TOKEN`. Add the line to EVENTBUS_GATEWAY_TOKENS (semicolons \
            between several) or to the file that EVENTBUS_GATEWAY_TOKENS_FILE names, and start the gateway again. \(ExitStatus.help)
            """)

    @OptionGroup var output: OutputOptions

    @Option(help: "Name of the caller, as the audit shows it: letters, digits, “-”, “_” and “.”.")
    var name: String

    @Option(
        help: ArgumentHelp("What it may do: publish, read, operate; commas between several.", valueName: "roles"))
    var roles = AccessRole.publish.rawValue

    func run() async throws {
        var chosen: Set<AccessRole> = []
        for word in roles.split(separator: ",") {
            guard let role = AccessRole(rawValue: String(word)) else {
                throw CommandFailure(
                    .usage,
                    "there is no role “\(word)”; there are \(AccessRole.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            chosen.insert(role)
        }
        guard let (text, token) = AccessToken.make(name: name, roles: chosen) else {
            throw CommandFailure(
                .usage, "a token needs a role, and a name of 1 to 64 letters, digits, “-”, “_” or “.”")
        }
        switch output.form {
        case .text:
            CommandContext.print("token (shown only now): \(text)")
            CommandContext.print("to configure:           \(token.line)")
        case .json:
            CommandContext.print("\(["token": .string(text), "configure": .string(token.line)] as JSONValue)")
        }
    }
}
