;; Neither imports nor exports.
(component)
