import CatalogueEvents
import EventBus
import HTTPTypes
import Hummingbird

/// Every path of the gateway, and the role that it asks for: the table to read first.
enum GatewayRoutes {
    static func router(_ parts: GatewayParts, _ configuration: GatewayConfiguration) -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self, options: .autoGenerateHeadEndpoints)
        let table = RouteTable()
        let identity = CallerIdentity(tokens: configuration.tokens, seal: SessionSeal())
        router.add(middleware: AnswerMiddleware(routes: table, corsOrigins: configuration.corsOrigins))
        router.add(
            middleware: IdentityMiddleware(
                identity: identity,
                origins: OriginPolicy(isLocalOnly: configuration.tokens.isEmpty, allowed: configuration.corsOrigins),
                rates: RequestRates(configuration.limits)))

        // Open to everybody: what a load balancer asks, and how a page comes to be known.
        HealthRoutes(parts).add(to: router)
        SessionRoutes(identity: identity, isSecure: configuration.tls != nil).add(to: router)

        DashboardRoutes().add(to: router)

        // Open to everybody who signs what he sends.
        WebhookRoutes(parts.webhooks, configuration.limits).add(to: router)

        let publish = router.group().add(middleware: AccessMiddleware(role: .publish))
        PublishRoutes(parts, configuration.limits).add(to: publish)

        let read = router.group().add(middleware: AccessMiddleware(role: .read))
        CatalogueRoutes(parts).add(to: read)
        var streaming = parts
        if let streams = configuration.limits.streams { streaming.streaming.clients = streams }
        let redaction = PayloadRedaction(parts.catalogue.catalogue)
        let places = StreamPlaces(streaming.streaming.clients)
        let streams = EventStreamRoute(streaming, redaction: redaction, places: places)
        read.get("events", use: streams.respond)
        let operators = OperatorRoutes(streaming, redaction: redaction, places: places)
        operators.addReading(to: read)
        let document = EntityAnswer(
            "\(OpenAPIDocument(catalogue: parts.catalogue.catalogue, version: parts.version).json)",
            type: "application/json")
        read.get("openapi.json") { request, _ in document.response(to: request) }
        read.get("metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: await parts.metrics())))
        }

        let operate = router.group().add(middleware: AccessMiddleware(role: .operate))
        operators.addActing(to: operate)

        table.learn(router)
        return router
    }
}
