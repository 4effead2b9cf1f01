import CatalogueEvents
import EventBus
import EventCatalogue
import Foundation
import HokusaiEvents
import Testing

/// The catalogue of the deployed services, and records of its events.
enum Fleet {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The catalogue of a folder of the repository.
    static func catalogue(_ folder: String = "config/fleet") throws -> EventCatalogue.Catalogue {
        try CatalogueReader.read(path: root.appending(path: folder).path).valid()
    }

    static func declaration(of event: String, _ folder: String = "config/fleet") throws -> EventDeclaration {
        try #require(LoadedCatalogue(catalogue(folder)).declarations.first { $0.type == event })
    }

    /// The wire of the route to a place.
    static func wire(of event: String, to place: String) throws -> Wire {
        try #require(declaration(of: event).routes.first { $0.destination.name == place }).wire
    }

    /// What the router would write of a payload.
    static func message(
        _ payload: [UInt8], of event: String, by wire: Wire, version: String = "1.0.0",
        time: String = "2026-11-21T09:12:33Z"
    ) throws -> [UInt8] {
        var json = JSONWriter()
        wire.write(
            try record(payload, of: event, version: version, time: time), of: try declaration(of: event), to: &json)
        return json.finish()
    }

    static func record(_ payload: [UInt8], of event: String, version: String, time: String) throws -> EventRecord {
        var storage: [UInt8] = []
        var spans = EventRecord.Spans()
        func set(_ name: String, _ value: [UInt8]) {
            let span = EventRecord.Span(start: storage.count, length: value.count)
            storage += value
            Array(name.utf8).withUnsafeBytes { spans.set($0, span) }
        }
        set("id", Array("01890a5d-ac96-774b-bcce-b302099a8057".utf8))
        set("type", Array(event.utf8))
        set("version", Array(version.utf8))
        set("source", Array("tests".utf8))
        set("time", Array(time.utf8))
        set("subject", Array("msg-model/1/msg-ai".utf8))
        set("data", payload)
        return try EventRecord(storage: storage, spans: spans)
    }

    static let minimal = ModelReadyToDeploy(
        modelID: "msg-model/1/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate", baselineValue: 0.75,
        currentValue: 0.82, modelName: "msg-model", modelVersion: "1")
}
