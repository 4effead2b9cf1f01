import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One role in all its lives, and the network between it and the server.
actor Player {
    nonisolated let kind: RoleKind
    nonisolated let name: String
    nonisolated let group: String?
    nonisolated let proxy: FaultProxy

    private let stage: Stage
    private let options: [String]
    private(set) var lives = 0
    /// How often somebody new has taken its place: in each place it has another name.
    private var place = 0
    private var process: RoleProcess?
    private var isRetired = false
    /// Lives that ended, or would not end, against what was asked.
    private(set) var exits: [EndState.Exit] = []

    /// - Parameter options: What the role is told beside what every role is told.
    init(_ kind: RoleKind, _ name: String, group: String? = nil, on stage: Stage, options: [String] = []) async throws {
        self.kind = kind
        self.name = name
        self.group = group
        self.stage = stage
        self.options = options
        proxy = try await FaultProxy(to: stage.server)
    }

    /// Its lives so far.
    var witnesses: [Witness] { (0..<lives).map { Witness(name, life: $0 + 1, group: group) } }

    private var witness: Witness { Witness(name, life: lives, group: group) }

    /// Begins the next life.
    func start() throws {
        guard process == nil, !isRetired else { return }
        lives += 1
        var arguments = [
            Bundle.main.executablePath ?? CommandLine.arguments[0], kind.rawValue, "--url", proxy.url, "--name",
            place == 0 ? name : "\(name)-\(place)",
            "--facts", stage.facts(of: witness),
        ]
        arguments += options
        if kind == .publisher { arguments += ["--life", String(lives)] }
        if let group { arguments += ["--group", group] }
        process = try RoleProcess(arguments, log: stage.log(of: witness))
    }

    /// kill -9, a pause, and the next life.
    func kill(pause: Duration) async throws {
        guard let process else { return }
        self.process = nil
        process.signal(SIGKILL)
        while process.status() == nil { try? await Task.sleep(for: .milliseconds(2)) }
        try? await Task.sleep(for: pause)
        try start()
    }

    /// kill -9, a pause, and a life under another name.
    func replace(pause: Duration) async throws {
        place += 1
        try await kill(pause: pause)
    }

    /// SIGSTOP, a pause, and SIGCONT unless that life is over.
    func freeze(for pause: Duration) async {
        guard process != nil else { return }
        let life = lives
        process?.signal(SIGSTOP)
        try? await Task.sleep(for: pause)
        if life == lives { process?.signal(SIGCONT) }
    }

    /// Notes a life that ended by itself, and begins the next.
    func watch() throws {
        guard !isRetired, let status = process?.status() else { return }
        if status != "status \(Temper.deathStatus)" { note(status, witness) }
        process = nil
        try start()
    }

    /// SIGTERM, a pause once it has ended, and the next life.
    func stop(pause: Duration) async throws {
        await end(patience: .seconds(25))
        try? await Task.sleep(for: pause)
        try start()
    }

    /// SIGTERM, for good.
    func retire() async {
        isRetired = true
        await end(patience: .seconds(25))
    }

    private func end(patience: Duration) async {
        guard let process else { return }
        self.process = nil
        let life = witness
        process.signal(SIGCONT)
        process.signal(SIGTERM)
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if let status = process.status() {
                if status != RoleProcess.wellEnded, status != RoleProcess.endedEarly || hasBegun(life) {
                    note("\(status) after SIGTERM", life)
                }
                return
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        process.signal(SIGKILL)
        while process.status() == nil { try? await Task.sleep(for: .milliseconds(2)) }
        note("still there \(patience.components.seconds) s after SIGTERM", life)
    }

    /// Whether a life has written down anything.
    private func hasBegun(_ life: Witness) -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: stage.facts(of: life))[.size] as? Int
        return size.map { $0 > 0 } ?? false
    }

    private func note(_ status: String, _ witness: Witness) {
        let log = (try? String(contentsOfFile: stage.log(of: witness), encoding: .utf8)) ?? ""
        let words = log.split(separator: "\n").suffix(5).joined(separator: " | ")
        exits.append(EndState.Exit(witness: witness, status: status, lastWords: words))
    }
}
