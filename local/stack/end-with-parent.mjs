// Preloaded into processes that we start: they end when the one that started them is gone, even if it was killed.
if (process.channel) {
  process.on("disconnect", () => process.exit());
  process.channel.unref();
}
