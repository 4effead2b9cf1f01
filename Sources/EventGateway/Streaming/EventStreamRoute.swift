import CatalogueEvents
import ConfiguredEventBus
import HTTPTypes
import Hummingbird
import NIOCore
import RedisEventBus
import ServiceLifecycle

/// `GET /events`: the log, live, as Server-Sent Events.
struct EventStreamRoute: Sendable {
    private let catalogue: LoadedCatalogue
    private let feeds: EventFeeds

    init(_ parts: GatewayParts, redaction: PayloadRedaction, places: StreamPlaces) {
        catalogue = parts.catalogue
        feeds = EventFeeds(
            parts.catalogue, on: parts.bus.transport, limits: parts.streaming,
            redaction: redaction, places: places, logger: parts.logger)
    }

    /// Answers a request with a stream that ends with the client, or when the gateway is shut down.
    ///
    /// - Throws: ``Problem`` for what it does not understand, and where there are too many clients.
    @Sendable func respond(to request: Request, context: GatewayContext) async throws -> Response {
        let query = try StreamQuery(request, catalogue: catalogue, streams: feeds.bus.streams)
        let seat = try feeds.admit(to: query.streams, redacted: query.isRedacted)
        let stop = ClientStop()
        let client = StreamClient(
            feed: seat.feed, bus: feeds.bus, filter: query.filter, start: query.start, limits: feeds.limits, stop: stop)
        stop.onStop { [feed = seat.feed] in feed.wake(stop) }
        let connection = StreamConnection(channel: context.channel, stop: stop, limits: feeds.limits)
        return Response.eventStream { writer in
            try await connection.run(&writer) { writer in try await client.run(&writer) }
            withExtendedLifetime(seat) {}
        }
    }
}

extension Response {
    /// An answer of Server-Sent Events.
    static func eventStream(
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        // Else nginx collects events before it passes them on.
        if let buffering = HTTPField.Name("X-Accel-Buffering") { headers[buffering] = "no" }
        return Response(status: .ok, headers: headers, body: ResponseBody(write))
    }
}
