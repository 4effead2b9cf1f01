import EventBus
import EventBusOperations
import HTTPTypes
import Hummingbird
import NIOCore

/// How everything is: once, or once a second as Server-Sent Events.
struct OverviewRoutes: Sendable {
    private let watch: OverviewWatch?
    private let feed: OverviewFeed
    private let places: StreamPlaces
    private let limits: StreamLimits

    init(_ parts: GatewayParts, places: StreamPlaces) {
        watch = parts.watch
        feed = OverviewFeed { [watch = parts.watch] in watch?.overviews() }
        self.places = places
        limits = parts.streaming
    }

    func add(to routes: RouterGroup<GatewayContext>) {
        routes.get("overview") { request, _ in
            _ = try QueryReader(request, names: [])
            guard let watch else { throw Self.noWatch }
            return JSONAnswer(value: await watch.overview().json)
        }
        routes.get("overview/stream") { request, context in
            _ = try QueryReader(request, names: [])
            guard watch != nil else { throw Self.noWatch }
            return stream(context, at: try places.take())
        }
    }

    private static let noWatch = Problem(.serviceUnavailable, "this process keeps no overview")

    private func stream(_ context: GatewayContext, at place: StreamPlace) -> Response {
        let stop = ClientStop()
        let connection = StreamConnection(channel: context.channel, stop: stop, limits: limits)
        return Response.eventStream { [feed] writer in
            feed.join()
            defer { feed.leave() }
            stop.onStop { feed.wake(stop) }
            try await connection.run(&writer) { writer in
                var number = 0
                while stop.reason == nil {
                    if let (newest, bytes) = feed.frame(after: number) {
                        number = newest
                        try await writer.write(bytes)
                    } else {
                        await feed.wait(after: number, stop)
                    }
                }
            }
            withExtendedLifetime(place) {}
        }
    }
}
