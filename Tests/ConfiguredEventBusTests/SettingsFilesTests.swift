import Foundation
import Testing

@testable import ConfiguredEventBus

@Suite("The example files")
struct SettingsFilesTests {
    private static func text(_ path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test(".env.example lists every variable that the code reads, with its summary")
    func environmentExample() throws {
        #expect(try Self.text(".env.example") == SettingsTemplate.environmentFile)
    }

    @Test("config/eventbus.yaml lists every setting that a file may hold")
    func configurationExample() throws {
        #expect(try Self.text("config/eventbus.yaml") == SettingsTemplate.configurationFile)
    }

    @Test("the variables that deployed services set are among the settings")
    func deployedVariables() {
        let known = Set(Setting.all.map(\.environmentVariable))
        let deployed: Set = [
            "REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_AUTH_TOKEN", "REDIS_TLS_ENABLED", "MESSAGE_QUEUE_TYPE",
            "MESSAGE_QUEUE_NAME", "MESSAGE_RETRY_MAX", "MESSAGE_RETRY_BASE_DELAY",
        ]
        #expect(deployed.isSubset(of: known))
        // MLflow's own clients read the first four.
        let shared: Set = [
            "MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD",
            "MODEL_EVENTS", "ENVIRONMENT",
        ]
        #expect(known.subtracting(deployed).subtracting(shared).allSatisfy { $0.hasPrefix("EVENTBUS_") })
    }

    @Test("every example and every default is a value that its setting accepts", arguments: Setting.all)
    func examplesAreRight(setting: Setting) throws {
        let partners: [Setting: [Setting: String]] = [
            .tlsCAFile: [.redisTLSEnabled: "true"],
            .tlsCertificateFile: [.redisTLSEnabled: "true", .tlsKeyFile: "key.pem"],
            .tlsKeyFile: [.redisTLSEnabled: "true", .tlsCertificateFile: "certificate.pem"],
            .gatewayTLSCertificate: [.gatewayTLSKey: "key.pem"],
            .gatewayTLSKey: [.gatewayTLSCertificate: "certificate.pem"],
            .mlflowTrackingUsername: [.mlflowTrackingPassword: "secret"],
            .mlflowWebhookOldSecret: [.mlflowWebhookSecret: "secret"],
        ]
        for text in [setting.example, setting.defaultText].compactMap(\.self) {
            var flags: [Setting: String] = setting == .redisURL ? [:] : [.redisHost: "redis.test"]
            flags.merge(partners[setting] ?? [:]) { $1 }
            flags[setting] = text
            let sources = SettingsSources(flags: flags, environment: [:], file: .empty)
            _ = try EventBusSettings(sources.resolve())
        }
    }

    @Test("uncommenting the whole of config/eventbus.yaml gives a file that is read without complaint")
    func uncommentedFileIsRead() throws {
        let lines = try Self.text("config/eventbus.yaml").split(separator: "\n").compactMap { line -> Substring? in
            guard let body = line.wholeMatch(of: /# (.*)/)?.1, body.contains(/^( *)(# .*|[a-z_]+:.*)$/) else {
                return nil
            }
            return body
        }
        let text = lines.joined(separator: "\n") + "\n"
        let file = try ConfigurationFile(text: text, path: "eventbus.yaml")
        #expect(
            file.values.count
                == Setting.all.filter { $0.scope == .environmentAndFile && $0.visibility != .secret }.count)
    }
}
