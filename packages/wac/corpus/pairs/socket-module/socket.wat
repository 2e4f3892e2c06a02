;; The socket is a core module.
(module)
