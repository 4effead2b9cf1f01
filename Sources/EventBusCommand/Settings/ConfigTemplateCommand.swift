import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBusOperations

/// `eventbus config template`: a file to begin with.
struct ConfigTemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print a file to begin with: every setting, none of them set; or the ACL users of Redis.",
        discussion: """
            redis-acl has a user for each role, with what its work needs on the keys of the namespace and on the lists and \
            channels of the catalogue, and on the lists of EVENTBUS_BRIDGE_LISTS. None has a password: nobody can log in before `ACL SETUSER`. \(ExitStatus.help)
            """)

    /// The kinds of file.
    enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// `.env.example`.
        case env
        /// `config/eventbus.yaml`.
        case yaml
        /// `config/redis-acl.conf`.
        case redisACL = "redis-acl"
    }

    @OptionGroup var options: SettingsOptions

    @Argument(help: "Which file: env, yaml or redis-acl.")
    var kind: Kind

    func run() async throws {
        switch kind {
        case .env: CommandContext.current.output(SettingsTemplate.environmentFile)
        case .yaml: CommandContext.current.output(SettingsTemplate.configurationFile)
        case .redisACL: CommandContext.current.output(try accessFile().text)
        }
    }

    private func accessFile() throws -> RedisAccessFile {
        let settings = try EventBusSettings(options.resolved())
        let catalogue = try LoadedCatalogue.load(settings.cataloguePath, remedy: LoadedCatalogue.flagRemedy)
        let file = RedisAccessFile(
            namespace: settings.namespace, events: catalogue.declarations,
            bridged: try settings.bridgedLists.map { try BusSession.lists(of: $0) })
        guard file.unwritable.isEmpty else {
            throw CommandFailure(
                .invalidInput,
                "an ACL file cannot hold names with spaces: \(file.unwritable.joined(separator: ", ")); rename them")
        }
        return file
    }
}
