import ConfiguredEventBus
import EventBus
import Foundation
import HokusaiEvents
import Logging
import ServiceLifecycle
import UnixSignals

let environment = ProcessInfo.processInfo.environment
let settings = try EventBusSettings.load(environment: environment)
let logger = Logger(label: "contract-deployer")
let bus = try ConfiguredEventBus(settings, events: Catalogue.declarations)
let deployer = TokenDeployer(
    chain: try FolderChain(
        folder: environment["DEPLOYMENTS"] ?? "deployments",
        blockTime: .seconds(environment["BLOCK_TIME"].flatMap(Double.init) ?? 0)),
    logger: logger)
var handlers = EventHandlers()
handlers.on(ModelReadyToDeploy.self) { order, delivery in try await deployer.deploy(order, delivery) }
let consumer = bus.consumer(
    of: ModelReadyToDeploy.declaration.stream, group: "contract-deployer",
    consumer: environment["DEPLOYER_NAME"] ?? "deployer-1", handlers: handlers)
// SIGTERM: what is in hand is finished and acknowledged, then the service ends.
try await ServiceGroup(services: [consumer], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
await bus.close()
