// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/call_queue.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QThread>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

using namespace sweep::ui;
using testing::ElementsAre;

TEST(CallQueue, MakesCallsOfAnotherThreadOnItsOwnInOrder) {
  QObject owner;
  CallQueue queue(&owner);
  std::vector<int> made;
  QEventLoop loop;
  QThread* const own = QThread::currentThread();
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i)
      queue.post([&, i] {
        EXPECT_EQ(QThread::currentThread(), own);
        made.push_back(i);
        if (i == 999)
          loop.quit();
      });
  });
  loop.exec();
  other.join();
  EXPECT_EQ(made.size(), 1000u);
  EXPECT_TRUE(std::ranges::is_sorted(made));
}

TEST(CallQueue, KeepsTheOrderWhereACallRunsAnEventLoop) {
  QObject owner;
  CallQueue queue(&owner);
  std::vector<int> made;
  QEventLoop outer;
  queue.post([&] {
    made.push_back(1);
    QEventLoop inner;
    queue.post([&] {
      made.push_back(3);
      inner.quit();
    });
    inner.exec();
    made.push_back(4);
    outer.quit();
  });
  queue.post([&] { made.push_back(2); });
  outer.exec();
  EXPECT_THAT(made, ElementsAre(1, 2, 3, 4));
}

TEST(CallQueue, MakesNoCallThatIsDueWhenItIsDestroyed) {
  QObject owner;
  bool made = false;
  auto queue = std::make_unique<CallQueue>(&owner);
  queue->post([&] { made = true; });
  queue.reset();
  QCoreApplication::processEvents();
  EXPECT_FALSE(made);
}
