import CatalogueEvents
import EventBus
import Logging
import RedisClient
import RedisEventBus
import ServiceLifecycle

/// Publishes the story and shows who receives it, then what the log remembers of it.
struct DemoLife {
    let bus: RedisEventBus
    let declarations: [EventDeclaration]
    let steps: [DemoStep]
    let screen: DemoScreen

    /// Shows the whole life of the model.
    ///
    /// - Throws: What publishing throws; ``CommandFailure`` where somebody does not receive an event within 10 s.
    func show() async throws {
        let sightings = DemoSightings()
        let readers = DemoReaders(client: bus.client, sightings: sightings)
        let (lists, channels) = places
        let subscription = try await bus.client.subscribe(to: channels)
        let group = ServiceGroup(
            services: services(readers), logger: Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() })
        var tasks = [Task { try await group.run() }, Task { await readers.listen(to: subscription) }]
        for list in lists { tasks.append(Task { try await readers.work(on: list) }) }
        screen.line("router, a typed consumer, \(lists.count) workers and a listener on \(channels.count) channels run")
        screen.title("2. A model's life: published once, received by everybody")
        var failure: (any Error)?
        do { for step in steps { try await show(step, sightings) } } catch { failure = error }
        await group.triggerGracefulShutdown()
        await subscription.close()
        for task in tasks.dropFirst() { task.cancel() }
        for task in tasks { _ = await task.result }
        if let failure { throw failure }
        try await showHistory()
    }

    private var places: (lists: [String], channels: [String]) {
        var lists: Set<String> = []
        var channels: Set<String> = []
        for route in declarations.flatMap(\.routes) {
            switch route.destination {
            case .list(let name): lists.insert(name)
            case .channel(let name): channels.insert(name)
            }
        }
        return (lists.sorted(), channels.sorted())
    }

    private func services(_ readers: DemoReaders) -> [any Service] {
        var services: [any Service] = [bus.router(consumer: "demo")]
        for stream in bus.streams {
            // A group that the dashboard's staff goes on with: one left alone would be shown as behind.
            let group = stream.groups.first?.name ?? "demo"
            services.append(
                bus.consumerGroup(of: stream, group: group, consumer: "demo", handlers: readers.handlers))
        }
        return services
    }

    private func show(_ step: DemoStep, _ sightings: DemoSightings) async throws {
        let start = ContinuousClock.now
        let payload = step.payload
        let receipt = try await bus.publish(
            step.declaration, payload: payload.bytes, aggregateID: payload.aggregateID,
            idempotencyKey: payload.idempotencyKey)
        screen.line("")
        screen.line("publish \(step.declaration.type)  \(step.file)")
        screen.line(entry(receipt, after: start.duration(to: .now)))
        // Everybody on a route, and the typed consumer.
        for received in 0...step.declaration.routes.count {
            guard let sighting = await sightings.next(within: .seconds(10)) else {
                let missing = step.declaration.routes.count + 1 - received
                throw CommandFailure(
                    .failure, "\(missing) reader(s) did not receive \(step.declaration.type) within 10 s")
            }
            screen.line("   \(DemoScreen.milliseconds(start.duration(to: sighting.time)))  \(sighting.reader)")
            screen.line("            " + DemoScreen.short(sighting.text))
        }
    }

    private func entry(_ receipt: PublishReceipt, after time: Duration) -> String {
        let version = receipt.version.map { ", version \($0) of the model" } ?? ""
        let durability = receipt.durability.map { ", \($0)" } ?? ""
        let place = receipt.position.map { "log entry \($0)" } ?? "accepted into the outbox"
        return "   \(DemoScreen.milliseconds(time))  \(place)\(version)\(durability)"
    }

    private func showHistory() async throws {
        guard let step = steps.first(where: { $0.declaration.aggregate.history == .kept }) else { return }
        let declaration = step.declaration
        screen.title("3. The history of \(declaration.aggregate.type) \(step.payload.aggregateID), from its own stream")
        let history = bus.history(
            of: step.payload.aggregateID, type: declaration.aggregate.type, in: declaration.stream)
        for try await event in history {
            let time = (try? event.record.envelope()).map { "\($0.time)" } ?? ""
            screen.line("version \(event.version)  \(time)  \(event.record.type)")
        }
    }
}
