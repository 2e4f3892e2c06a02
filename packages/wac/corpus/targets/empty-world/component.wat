;; A world that wants nothing.
(component)
