// The events of the Hokusai model lifecycle, as typed Swift values: everything in this module is generated from
// `schemas/*.catalogue.yaml` when it is built.
//
// Each event of the catalogue is a struct (`ModelRegistered`, `ModelReadyToDeploy`, `ValidationFailed`, `Deployed`,
// `MetricImproved`) that conforms to `Event`: it knows its aggregate, its idempotency key and its routes, and it is written
// and checked field by field without reflection. `Catalogue` lists them all.
//
// Optional fields are `nil` where they are absent, open enums keep values that this version does not know, and
// `unknownFields` carries what a newer writer has added. To change an event, edit the catalogue; the compiler says what
// follows from it. (A type named as the module would hide the module's own name, so there is none.)
