import ConfiguredEventBus
import EventBus
import Foundation
import HokusaiEvents

let settings = try EventBusSettings.load(environment: ProcessInfo.processInfo.environment)
let bus = try ConfiguredEventBus(settings, events: Catalogue.declarations)
let receipt = try await bus.publish(
    ModelReadyToDeploy(
        modelID: "msg-model/1/msg-ai", tokenSymbol: "msg-ai", metricName: "reply_rate", baselineValue: 0.75,
        currentValue: 0.82, modelName: "msg-model", modelVersion: "1"))
let place = receipt.position.map { "entry \($0), version \(receipt.version ?? 0)" } ?? "on its way"
print("\(receipt.outcome): \(place)")
await bus.close()
