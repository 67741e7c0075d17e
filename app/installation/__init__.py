"""The administrator's office: who runs the installation, its settings, letters, jobs, log and health."""
