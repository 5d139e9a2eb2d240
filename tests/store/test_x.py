def test_it(project, study_with_transcripts, code_some):
    from workbench.store import verification
    ids = study_with_transcripts(project)
    code_some(project, ids[0])
    v = verification.verify(project)
    assert v.ok, v
    assert verification.replay(project).equal
