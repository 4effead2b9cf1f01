/// Placeholder so that the target compiles; replaced by the registry.
enum MetricRegistryStub {}
