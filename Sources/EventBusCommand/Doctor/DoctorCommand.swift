import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import RedisClient
import RedisEventBus

/// `eventbus doctor`: looks at settings, catalogue and Redis, and says how to mend what is wrong.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at settings, catalogue and Redis; say how to mend what is wrong.",
        discussion: """
            Reads INFO, and CONFIG only where this user may; changes nothing. Exits with 1 while there is a problem, with 2 \
            where the catalogue is wrong, 69 where Redis does not answer. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings: EventBusSettings
        do {
            settings = try EventBusSettings(options.resolved())
            if !options.embedded { _ = try settings.requiredRedis() }
        } catch let error as SettingsError {
            for problem in error.problems {
                let place = problem.origin.map { " (\($0))" } ?? ""
                report(.problem("settings", problem.what + place, fix: problem.remedy))
            }
            throw CommandFailure(.misconfigured)
        }
        var worst = ExitStatus.success
        let catalogue = try catalogue(at: settings.cataloguePath, &worst)
        let declarations = catalogue?.declarations ?? []
        let judgement = SettingsJudgement(
            settings: settings, variables: Array(CommandContext.current.environment.keys), events: declarations,
            isEmbedded: options.embedded)
        report(judgement.findings, &worst)
        try await examine(settings, declarations, &worst)
        report(await MLflowExamination.findings(settings), &worst)
        if worst != .success { throw CommandFailure(worst) }
    }

    private func catalogue(at path: String, _ worst: inout ExitStatus) throws -> LoadedCatalogue? {
        do {
            let reading = try LoadedCatalogue.read { () throws(CatalogueSourceError) in
                try CatalogueReader.read(path: path)
            }
            if reading.isValid {
                report(.good("catalogue", "\(path): \(reading.catalogue.events.count) events, valid"))
                return LoadedCatalogue(reading.catalogue)
            }
            for diagnostic in reading.diagnostics {
                report(
                    .problem(
                        "catalogue", "\(diagnostic)", fix: "mend that line; `eventbus catalogue check` checks again"))
            }
        } catch let failure as CommandFailure {
            report(
                .problem("catalogue", failure.message, fix: LoadedCatalogue.flagRemedy)
            )
        }
        worst = .invalidInput
        return nil
    }

    private func examine(
        _ settings: EventBusSettings, _ declarations: [EventDeclaration], _ worst: inout ExitStatus
    ) async throws {
        var findings: [Finding] = []
        do {
            findings = try await RedisSession.run(options, settings) { redis, logger in
                let bus = try ConfiguredEventBus(settings, events: declarations, redis: redis, logger: logger)
                do {
                    try await bus.client.connect()
                    let streams = bus.transport.streams
                    let examiner = ServerExaminer(
                        client: bus.client, layout: bus.transport.layout, streams: streams,
                        events: declarations)
                    let examination = try await examiner.examine()
                    let found = try await bus.transport.examine(runID: bus.client.health.runID)
                    await bus.close()
                    return ServerJudgement(
                        examination: examination, streams: streams,
                        memoryHighWater: settings.publishing.memoryHighWater, flags: options.repeated
                    ).findings
                        + GroupsJudgement(
                            streams: found.streams, layout: bus.transport.layout, flags: options.repeated
                        ).findings
                } catch {
                    await bus.close()
                    throw error
                }
            }
        } catch {
            let failure = CommandFailure(error)
            report(.problem("redis", failure.message, fix: RedisRemedy.text(for: error)))
            worst = failure.status
            return
        }
        report(findings, &worst)
    }

    private func report(_ findings: [Finding], _ worst: inout ExitStatus) {
        for finding in findings { report(finding) }
        if worst == .success, findings.contains(where: { $0.severity == .problem }) { worst = .failure }
    }

    private func report(_ finding: Finding) {
        switch output.form {
        case .text: CommandContext.print(finding.text)
        case .json: CommandContext.print("\(finding.json)")
        }
    }
}
