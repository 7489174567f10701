-- Argo CD's health check for PrivateRegistry. In the ConfigMap argocd-cm:
--
--   resource.customizations.health.privateregistry.dev_PrivateRegistry: |
--     (this file)
local function condition(kind)
  if obj.status ~= nil and obj.status.conditions ~= nil then
    for _, found in ipairs(obj.status.conditions) do
      if found.type == kind then
        return found
      end
    end
  end
  return { status = "Unknown", message = "the operator has not reported yet" }
end

local annotations = obj.metadata.annotations or {}
if annotations["privateregistry.dev/pause"] == "true" then
  return { status = "Suspended", message = "paused by the annotation privateregistry.dev/pause" }
end
if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "the operator has not seen the last change yet" }
end
local stalled = condition("Stalled")
if stalled.status == "True" then
  return { status = "Degraded", message = stalled.message }
end
local ready = condition("Ready")
if ready.status == "True" then
  return { status = "Healthy", message = ready.message }
end
return { status = "Progressing", message = ready.message }
