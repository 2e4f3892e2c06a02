;; The socket wants nothing.
(component)
