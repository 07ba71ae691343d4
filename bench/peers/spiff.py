"""SpiffWorkflow: a process in BPMN, its state as JSON in PostgreSQL.

The process has the two steps that are measured and nothing else. It knows no roles, conditions,
terms or papers, which is to its advantage.
"""

import logging
from itertools import cycle, islice

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench.peers.server import connect

PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
  <process id="examination" isExecutable="true">
    <startEvent id="start"><outgoing>a</outgoing></startEvent>
    <sequenceFlow id="a" sourceRef="start" targetRef="again"/>
    <exclusiveGateway id="again" default="b">
      <incoming>a</incoming><incoming>d</incoming><outgoing>b</outgoing><outgoing>e</outgoing>
    </exclusiveGateway>
    <sequenceFlow id="b" sourceRef="again" targetRef="suspend"/>
    <userTask id="suspend"><incoming>b</incoming><outgoing>c</outgoing></userTask>
    <sequenceFlow id="c" sourceRef="suspend" targetRef="resume"/>
    <userTask id="resume"><incoming>c</incoming><outgoing>d</outgoing></userTask>
    <sequenceFlow id="d" sourceRef="resume" targetRef="again"/>
    <sequenceFlow id="e" sourceRef="again" targetRef="end">
      <conditionExpression>False</conditionExpression>
    </sequenceFlow>
    <endEvent id="end"><incoming>e</incoming></endEvent>
  </process>
</definitions>
"""
TABLES = """
    DROP TABLE IF EXISTS bench_spiff, bench_spiff_event;
    CREATE TABLE bench_spiff (id int PRIMARY KEY, state text);
    CREATE TABLE bench_spiff_event (id bigserial PRIMARY KEY, instance int, step text, data text);
"""


class Spiff:
    """So many instances, stepped in turn; each step reads, runs and writes one of them."""

    def __init__(self, instances: int) -> None:
        logging.getLogger("spiff").setLevel(logging.WARNING)  # a line for every change of a task
        parser = BpmnParser()
        parser.add_bpmn_str(PROCESS)
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.connection = connect()
        self.connection.execute(TABLES)
        for n in range(instances):
            workflow = BpmnWorkflow(parser.get_spec("examination"))
            workflow.do_engine_steps()
            state = self.serializer.serialize_json(workflow)
            self.connection.execute("INSERT INTO bench_spiff VALUES (%s, %s)", [n, state])
        self.connection.commit()
        self.turns = cycle(range(instances))

    def steps(self, count: int) -> int:
        """So many steps, a transaction each."""
        for instance in islice(self.turns, count):
            with self.connection.transaction():
                self._step(instance)
        return count

    def _step(self, instance: int) -> None:
        query = "SELECT state FROM bench_spiff WHERE id = %s FOR UPDATE"
        row = self.connection.execute(query, [instance]).fetchone()
        assert row is not None
        workflow = self.serializer.deserialize_json(row[0])
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data["reason"] = "需要以正在审理的民事案件结果为依据。"
        task.run()
        workflow.do_engine_steps()
        state = self.serializer.serialize_json(workflow)
        name = task.task_spec.name
        self.connection.execute(
            "INSERT INTO bench_spiff_event (instance, step, data) VALUES (%s, %s, %s)",
            [instance, name, task.data["reason"]],
        )
        self.connection.execute(
            "UPDATE bench_spiff SET state = %s WHERE id = %s", [state, instance]
        )
