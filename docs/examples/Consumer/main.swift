import ConfiguredEventBus
import EventBus
import Foundation
import HokusaiEvents
import Logging
import ServiceLifecycle
import UnixSignals

let settings = try EventBusSettings.load(environment: ProcessInfo.processInfo.environment)
let bus = try ConfiguredEventBus(settings, events: Catalogue.declarations)
var handlers = EventHandlers()
handlers.on(ModelReadyToDeploy.self) { event, delivery in
    print("attempt \(delivery.attempt): deploy \(event.tokenSymbol) for \(event.modelID)")
}
let consumer = bus.consumer(
    of: ModelReadyToDeploy.declaration.stream, group: "contract-deployer", consumer: "deployer-1", handlers: handlers)
let service = ServiceGroup(
    services: [consumer], gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "deployer"))
try await service.run()
await bus.close()
