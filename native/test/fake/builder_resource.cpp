// Stands for the library with the kernels that a builder picks from: it need only be found.
extern "C" int lathe_fake_builder_resource() { return 0; }
