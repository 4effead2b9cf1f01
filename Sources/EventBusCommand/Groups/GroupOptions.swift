import ArgumentParser
import ConfiguredEventBus
import EventBus
import EventCatalogue
import RedisEventBus

/// The flags that name one group of a stream.
struct GroupOptions: ParsableArguments {
    @Option(
        help: "The stream; may be left out where the catalogue has one.", completion: CatalogueCompletion.streams)
    var stream: String?

    @Option(
        help: "The consumer group; the router's is “\(Router.group)”.", completion: CatalogueCompletion.groups)
    var group: String

    func validate() throws {
        if group.isEmpty { throw ValidationError("--group must not be empty.") }
    }

    /// The stream and the group that were named.
    ///
    /// - Throws: ``CommandFailure`` that says which there are.
    func resolve(in session: BusSession) async throws -> (stream: StreamDeclaration, group: String) {
        let declaration = try session.stream(named: stream)
        let known = try await session.bus.transport.groups(of: declaration)
        guard known.contains(group) else { throw Self.unknown(group, of: declaration, among: known) }
        return (declaration, group)
    }

    /// What to say of a group that a stream does not have.
    static func unknown(_ group: String, of stream: StreamDeclaration, among known: [String]) -> CommandFailure {
        CommandFailure(
            .usage,
            "the stream “\(stream.name)” has no group “\(group)”" + Suggestion.phrase(for: group, among: known)
                + "; it has: " + (known.isEmpty ? "none" : known.joined(separator: ", ")))
    }
}
