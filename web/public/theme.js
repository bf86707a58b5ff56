// Before the first paint, so that an agent who chose a theme never sees the other one flash by.
try {
  const theme = localStorage.getItem("live-chat:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; then the system's theme it is.
}
