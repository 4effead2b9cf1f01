import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST /events/{type}`, and `POST /events` for CloudEvents, which say their type themselves.
struct PublishRoutes: Sendable {
    private let bus: ConfiguredEventBus
    private let admissions: EventAdmissions
    private let limits: GatewayLimits

    init(_ parts: GatewayParts, _ limits: GatewayLimits) {
        bus = parts.bus
        admissions = EventAdmissions(parts.catalogue)
        self.limits = limits
    }

    func add(to routes: RouterGroup<GatewayContext>) {
        routes.post("events/{type}") { request, context in
            try await publish(request, named: try context.parameter("type"), by: context.caller)
        }
        routes.post("events") { request, context in try await publish(request, named: nil, by: context.caller) }
    }

    /// Looks at the form in which the events come, and at everything that can be refused before the body is read.
    private func publish(_ request: Request, named name: String?, by caller: Caller) async throws -> Response {
        let headers = try PublishHeaders(request.headers, of: caller)
        let answersAll = try Self.answersAll(request)
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(.unsupportedMediaType, "the body is encoded as \(encoding.prefix(64)); send it as it is")
        }
        let type = request.headers[.contentType].map { MediaTypeName($0) }
        let admission: PayloadAdmission? = if let name { try admissions.admission(named: name) } else { nil }
        switch type {
        case let type? where type.text == "application/cloudevents+json":
            let body = try await body(of: request)
            return try await answer(try CloudEvent(structured: try Self.json(body), headers), expecting: admission)
        case let type? where type.text == "application/cloudevents-batch+json":
            try refuseLength(
                of: request, beyond: limits.bodyBytes,
                hint: ", since an array is read as a whole: send several, or payloads as application/x-ndjson")
            let body = try await body(of: request)
            return try await publish(batch: try Self.json(body), headers, expecting: admission, answersAll: answersAll)
        case let type? where type.isLines:
            guard let admission else { throw Self.namelessEvent }
            try headers.refuseExpectedVersion()
            return try await publish(lines: request, of: admission, headers, answersAll: answersAll)
        case let type? where type.isJSON:
            let body = try await body(of: request)
            if request.headers[.cloudEventsVersion] != nil {
                return try await answer(
                    try CloudEvent(binary: request.headers, body: body, headers), expecting: admission)
            }
            guard let admission else { throw Self.namelessEvent }
            let event = IncomingEvent(payload: body, context: headers.context, idempotencyKey: headers.idempotencyKey)
            return try await answer(event, of: admission)
        default:
            let given =
                request.headers[.contentType].map { "“\($0.prefix(128))” is none" } ?? "there is no Content-Type"
            throw Problem(
                .unsupportedMediaType,
                "\(given) of those in which events come: \(Self.accepted.joined(separator: ", "))",
                members: ["accepted": .array(Self.accepted.map { .string($0) })],
                headers: [.accept: Self.accepted.joined(separator: ", ")])
        }
    }

    // MARK: One event

    private func answer(_ cloudEvent: CloudEvent, expecting expected: PayloadAdmission?) async throws -> Response {
        try await answer(cloudEvent.event, of: try admission(of: cloudEvent, expecting: expected))
    }

    private func answer(_ event: IncomingEvent, of admission: PayloadAdmission) async throws -> Response {
        let declared = try event.admitted(by: admission)
        let receipt: PublishReceipt
        do throws(PublishError) {
            receipt = try await bus.publish(
                contentsOf: [declared], of: admission.declaration, source: event.source)[0]
        } catch {
            throw Problem(error)
        }
        let receiptBody = ReceiptBody(receipt: receipt, event: admission.event.name)
        var body = ByteBuffer()
        body.reserveCapacity(256)
        body.writeStaticString("{")
        receiptBody.write(to: &body)
        body.writeStaticString("}")
        return Response(
            status: receiptBody.status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: body))
    }

    /// The checks of a CloudEvent's type, which must be the one that the path names, where it names one.
    private func admission(
        of cloudEvent: CloudEvent, expecting expected: PayloadAdmission?
    ) throws(Problem) -> PayloadAdmission {
        let admission = try admissions.admission(cloudEventsType: cloudEvent.type)
        guard let expected, expected.declaration !== admission.declaration else { return admission }
        throw Problem(
            .unprocessableContent,
            "the CloudEvent is a \(admission.event.name), and the path takes \(expected.event.name)")
    }

    // MARK: Many events

    private func publish(
        lines request: Request, of admission: PayloadAdmission, _ headers: PublishHeaders, answersAll: Bool
    ) async throws -> Response {
        try refuseLength(of: request, beyond: limits.batchBytes)
        var batch = BatchPublication(bus, answersAll: answersAll)
        var splitter = LineSplitter(maximumLength: limits.bodyBytes)
        var (line, events, bytes) = (0, 0, 0)
        var lines: [LineSplitter.Line] = []
        for try await buffer in request.body {
            bytes += buffer.readableBytes
            if batch.isStopped {
                // Read on, so that a client that writes first and reads then gets its answer.
                if bytes > limits.batchBytes { break }
                continue
            }
            lines.removeAll(keepingCapacity: true)
            splitter.take(buffer, into: &lines)
            for text in lines {
                line += 1
                if try await add(text, line: line, after: events, to: &batch, of: admission, headers) { events += 1 }
                if batch.isStopped { break }
            }
            if bytes > limits.batchBytes, !batch.isStopped { await batch.finish(tooLarge, line: line + 1) }
        }
        if !batch.isStopped, let last = splitter.finish() {
            _ = try await add(last, line: line + 1, after: events, to: &batch, of: admission, headers)
        }
        await batch.finish()
        return try Self.response(batch.report)
    }

    /// That a batch is larger than one may be.
    private var tooLarge: Problem {
        Problem(
            .contentTooLarge,
            "a batch has \(limits.batchEvents) events and \(limits.batchBytes) bytes at most; send the rest as another")
    }

    /// Takes a line in, or gives the rest up where it is one too many; `false` for an empty one.
    private func add(
        _ text: LineSplitter.Line, line: Int, after events: Int, to batch: inout BatchPublication,
        of admission: PayloadAdmission, _ headers: PublishHeaders
    ) async throws -> Bool {
        if case .bytes(let bytes) = text, bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
            return false
        }
        guard events < limits.batchEvents else {
            await batch.finish(tooLarge, line: line)
            return false
        }
        switch text {
        case .bytes(let bytes):
            // One key for the request makes one for each of its lines, so that it can be sent again as a whole.
            let event = IncomingEvent(
                payload: bytes, context: headers.context,
                fallbackKey: headers.idempotencyKey.map { .line(line, of: $0) })
            await batch.add(event, line: line, of: admission)
        case .tooLong:
            await batch.refuse(
                Problem(.contentTooLarge, "the line has more than \(limits.bodyBytes) bytes"), line: line)
        }
        return true
    }

    private func publish(
        batch json: JSONValue, _ headers: PublishHeaders, expecting expected: PayloadAdmission?, answersAll: Bool
    ) async throws -> Response {
        guard case .array(let items) = json else {
            throw Problem(.badRequest, "a batch of CloudEvents is a JSON array")
        }
        guard headers.idempotencyKey == nil else {
            throw Problem(
                .unprocessableContent,
                "in a batch of CloudEvents each has an id of its own: leave Idempotency-Key out")
        }
        try headers.refuseExpectedVersion()
        var batch = BatchPublication(bus, answersAll: answersAll)
        for (index, item) in items.enumerated() {
            do throws(Problem) {
                let cloudEvent = try CloudEvent(structured: item, headers)
                let admission = try admission(of: cloudEvent, expecting: expected)
                await batch.add(cloudEvent.event, line: index + 1, of: admission)
            } catch {
                await batch.refuse(error, line: index + 1)
            }
        }
        await batch.finish()
        return try Self.response(batch.report)
    }

    private static func response(_ report: BatchReport) throws(Problem) -> Response {
        let (status, body) = try report.answer()
        return Response(
            status: status, headers: [.contentType: "application/x-ndjson"], body: ResponseBody(byteBuffer: body))
    }

    /// Whether events that were taken are answered too; `?receipts=none` asks for those that were not, and the counts.
    ///
    /// - Throws: ``Problem`` 400 for another word, or another parameter.
    private static func answersAll(_ request: Request) throws(Problem) -> Bool {
        switch try QueryReader(request, names: ["receipts"]).one("receipts") {
        case nil, "all": return true
        case "none": return false
        default: throw Problem(.badRequest, "receipts: this is all or none")
        }
    }

    // MARK: Bodies

    private func body(of request: Request) async throws -> [UInt8] {
        try refuseLength(of: request, beyond: limits.bodyBytes)
        return [UInt8](buffer: try await request.body.collect(upTo: limits.bodyBytes))
    }

    /// Refuses a body by its announced length, before any of it is read.
    private func refuseLength(of request: Request, beyond limit: Int, hint: String = "") throws(Problem) {
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit else { return }
        throw Problem(.contentTooLarge, "the body has \(length) bytes, and this takes \(limit) at most\(hint)")
    }

    private static func json(_ body: [UInt8]) throws(Problem) -> JSONValue {
        do throws(InvalidPayload) { return try JSONValue(parsing: body, limits: .published) } catch {
            throw Problem(.badRequest, "this is not JSON: \(error)")
        }
    }

    private static let accepted = [
        "application/json", "application/x-ndjson", "application/cloudevents+json",
        "application/cloudevents-batch+json",
    ]

    private static let namelessEvent = Problem(
        .badRequest, "POST /events takes CloudEvents, which say their type; for others name it: POST /events/{type}")
}

extension HTTPField.Name {
    static let cloudEventsVersion = Self.known("ce-specversion")
}
